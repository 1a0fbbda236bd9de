"""`flowc logs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from flowc.cli.connecting import connection_options, explains_faults
from flowc.cli.exits import OK
from flowc.cli.guard import guarded
from flowc.cli.references import Reference, resolve, store_option
from flowc.client.task import Task


@click.command("logs", short_help="Print what tasks printed.")
@click.argument("task", metavar="RUN[/STEP[/PATH]]")
@click.option("--store", metavar="URL", help="The store to look in.")
@click.option("--target", metavar="TARGET", help="Ask this engine for what the store lacks; RUN is FLOW/RUN.")
@click.option("--stdout", "only", flag_value="stdout", help="Only what went to stdout.")
@click.option("--stderr", "only", flag_value="stderr", help="Only what went to stderr.")
@connection_options
@guarded
@explains_faults
def command(task: str, store: str | None, target: str | None, only: str | None, **arguments: Any) -> int:
    """Print what the tasks of a run or of a step printed, or what one task did."""
    if target is not None:
        from flowc.cli.engine_logs import show_logs
        from flowc.cli.engine_runs import Engine

        return show_logs(Engine.of(target, store, arguments), task, only)
    print_logs(resolve(store_option(store), task), only)
    return OK


def print_logs(reference: Reference, only: str | None) -> int:
    """Print what the store has of the output; how many lines."""
    lines = 0
    for found in tasks_of(reference):
        for stream in (only,) if only else ("stdout", "stderr"):
            for _, line in found.loglines(stream):
                sys.stdout.write(
                    f"[{found.path_components[2]}/{found.id}] {line}\n" if not reference.path else f"{line}\n"
                )
                lines += 1
    return lines


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
