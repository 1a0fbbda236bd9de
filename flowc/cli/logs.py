"""`flowc logs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from flowc.cli.exits import OK
from flowc.cli.guard import guarded
from flowc.cli.references import Reference, resolve, store_option
from flowc.client.task import Task


@click.command("logs", short_help="Print what tasks printed.")
@click.argument("task", metavar="RUN[/STEP[/PATH]]")
@click.option("--store", metavar="URL", help="The store to look in.")
@click.option("--stdout", "only", flag_value="stdout", help="Only what went to stdout.")
@click.option("--stderr", "only", flag_value="stderr", help="Only what went to stderr.")
@guarded
def command(task: str, store: str | None, only: str | None) -> int:
    """Print what the tasks of a run or of a step printed, or what one task did."""
    reference = resolve(store_option(store), task)
    for found in tasks_of(reference):
        for stream in (only,) if only else ("stdout", "stderr"):
            for _, line in found.loglines(stream):
                sys.stdout.write(
                    f"[{found.path_components[2]}/{found.id}] {line}\n" if not reference.path else f"{line}\n"
                )
    return OK


def tasks_of(reference: Reference) -> Iterator[Task]:
    """The tasks that a reference covers, the oldest first. Raises UsageError when there is none."""
    if reference.step is None:
        for step in reversed(list(reference.run)):
            yield from reversed(list(step))
        return
    if reference.step not in reference.run:
        raise click.UsageError(f"{reference.run.pathspec} has no task of a step {reference.step!r}")
    step = reference.run[reference.step]
    if reference.path is None:
        yield from reversed(list(step))
        return
    try:
        yield step[reference.path]
    except KeyError as failure:
        raise click.UsageError(str(failure.args[0])) from None
