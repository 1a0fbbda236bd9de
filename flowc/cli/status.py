"""`flowc status`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import click

from flowc.cli.connecting import connection_options, explains_faults
from flowc.cli.exits import OK
from flowc.cli.guard import guarded

REMARKS = {
    "unfinished": "another engine runs it, or did: ask that whether it still does",
    "interrupted": "nobody runs it any more; `flowc run FLOW --continue RUN` goes on with it",
}
"""What a state means, where its name does not say."""


@click.command("status", short_help="Show how far a run is.")
@click.argument("run")
@click.option("--store", metavar="URL", help="The store to look in.")
@click.option("--target", metavar="TARGET", help="Ask this engine too; RUN is then FLOW/RUN.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@connection_options
@guarded
@explains_faults
def command(run: str, store: str | None, target: str | None, as_json: bool, **arguments: Any) -> int:
    """Show the steps of a run: how many tasks are done, and which have failed."""
    if target is not None:
        from flowc.cli.engine_runs import Engine, show_status

        return show_status(Engine.of(target, store, arguments), run, as_json=as_json)
    from flowc.cli.references import resolve, store_option

    found = resolve(store_option(store), run).run
    steps = {step.id: _count(step) for step in reversed(list(found))}
    status = found.state
    if as_json:
        document = {"run": found.pathspec, "status": status, "steps": steps}
        sys.stdout.write(json.dumps({**document, "origin": found.origin_pathspec}) + "\n")
        return OK
    origin = f", resumes {found.origin_pathspec}" if found.origin_pathspec else ""
    sys.stdout.write(f"{found.pathspec}  {status}, started {found.created_at:%Y-%m-%d %H:%M:%S}{origin}\n")
    sys.stdout.write(f"  {REMARKS[status]}\n" if status in REMARKS else "")
    for step, counts in steps.items():
        words = ", ".join(f"{count} {name}" for name, count in counts.items())
        sys.stdout.write(f"  {step}: {words}\n")
    return OK


def _count(step: Any) -> dict[str, int]:
    """How many tasks of a step are in which state, `done` first."""
    counts: Counter[str] = Counter()
    for task in step:
        status = task.metadata_dict["status"]
        counts["cloned" if task.origin_pathspec else "done" if task.done else status] += 1
    return dict(sorted(counts.items()))
