"""`flowc artifacts`."""

from __future__ import annotations

import sys
from typing import Any

import click

from flowc.cli.exits import OK
from flowc.cli.guard import guarded

WIDTH = 100
"""Characters of a value that are shown."""


@click.command("artifacts", short_help="List the artifacts of a run.")
@click.argument("task", metavar="RUN[/STEP[/PATH]]")
@click.option("--store", metavar="URL", help="The store to look in.")
@click.option(
    "--values", is_flag=True, help="Load the values, which runs their classes' own code, and show them."
)
@guarded
def command(task: str, store: str | None, values: bool) -> int:
    """List artifacts: of the whole run, of a step, or of one task."""
    from flowc.cli.logs import tasks_of
    from flowc.cli.references import resolve, store_option

    for found in tasks_of(resolve(store_option(store), task)):
        sys.stdout.write(f"{found.path_components[2]}/{found.id}\n")
        for artifact in found:
            shown = f" = {_shown(artifact)}" if values else ""
            sys.stdout.write(f"  {artifact.id}  {artifact.size} bytes  {artifact.sha[:12]}{shown}\n")
    return OK


def _shown(artifact: Any) -> str:
    try:
        text = repr(artifact.data)
    except Exception as failure:
        return f"<cannot be loaded: {type(failure).__name__}: {failure}>"
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."
