"""`flowc resume`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from flowc.cli.guard import guarded
from flowc.cli.run_options import run_options


@click.command(
    "resume",
    short_help="Run a flow again, from where an earlier run failed.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("run")
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="")
@click.option("--from", "step", metavar="STEP", help="Run this step and all that follows anew.")
@click.option(
    "--file",
    "flow_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The flow file, when it has moved.",
)
@run_options
@guarded
def command(
    run: str, words: tuple[str, ...], step: str | None, flow_file: Path | None, **arguments: Any
) -> int:
    """Make a new run that takes over what an earlier one has done and runs the rest, with the code of now."""
    from flowc.cli.resuming import resume_run
    from flowc.cli.running import Wishes

    if words:
        raise click.UsageError(
            f"{words[0]} is no option of `flowc resume`. Parameters cannot be given: a resumed run has those of "
            "the old one, as what it takes over was made with them. `flowc run` starts a run with others"
        )
    return resume_run(run, step, flow_file, Wishes(**arguments))
