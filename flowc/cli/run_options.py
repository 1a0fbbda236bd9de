"""Options that `run` and `resume` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_SHARED = (
    click.option("--store", metavar="URL", help="Where artifacts are kept: a folder, s3://, gs:// or az://."),
    click.option(
        "--max-workers",
        type=click.IntRange(min=1),
        default=16,
        show_default=True,
        metavar="N",
        help="Most tasks at once.",
    ),
    click.option("--run-id-file", metavar="FILE", help="Write the run's id here when it has one."),
    click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag of the run; can be repeated."),
    click.option("--branch", metavar="NAME", help="The branch of a flow with @project."),
    click.option("--production", is_flag=True, help="Run as the production branch of a flow with @project."),
    click.option("--json", "as_json", is_flag=True, help="Print events as JSON, one a line."),
    click.option("--inline", metavar="STEP", help="Run this step in the one process, for a debugger."),
)


def run_options(command: Command) -> Command:
    """The options that say how a run is run."""
    for option in reversed(_SHARED):
        command = option(command)
    return command
