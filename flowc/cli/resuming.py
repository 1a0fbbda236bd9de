"""What `flowc resume` does: a new run with the parameters of an old one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from flowc.backends.local.job import RunName
from flowc.cli.exits import FINDINGS
from flowc.cli.references import resolve, store_option
from flowc.cli.run_origin import read_origin
from flowc.cli.running import Wishes, checked_flow, job_of, new_run_id, perform
from flowc.client.run import Run
from flowc.pipeline.options import Options


def resume_run(reference: str, step: str | None, given: Path | None, wishes: Wishes) -> int:
    """Find the run and its flow file, and run what has to be run."""
    store = store_option(wishes.store)
    run = resolve(store, reference).run
    keys = run.keys
    origin = read_origin(store, keys)
    with _flow_file(run, given or (Path(origin.file) if origin else None)) as file:
        return _resume_file(run, file, step, wishes)


@contextmanager
def _flow_file(run: Run, named: Path | None) -> Iterator[Path]:
    """The file that is named; else that of the code package, when the store has it. Raises UsageError."""
    if named is not None:
        yield named
        return
    code = run.code
    if code is None:
        raise click.UsageError(
            f"{run.pathspec} was run by another engine, and the store does not have its code package: "
            "name the flow's file with --file"
        )
    with code.extract() as folder:
        yield Path(folder, code.script_name)


def _resume_file(run: Run, file: Path, step: str | None, wishes: Wishes) -> int:
    """Run what has to be run, of the flow in a file."""
    keys, store = run.keys, run.store
    origin = read_origin(store, keys)
    read = checked_flow(file, origin.reading() if origin else Options(flow=keys.flow.flow))
    if read is None:
        return FINDINGS
    unit, flow = read
    if step is not None and all(step != known.id for known in flow.steps):
        raise click.BadParameter(f"the flow has no step {step!r}", param_hint="--from")
    name = RunName(project=keys.flow.project, branch=keys.flow.branch, flow=keys.flow.flow, run=new_run_id())
    job = job_of(unit, flow, name, wishes, origin.reading() if origin else Options())
    resumed = replace(
        job,
        store=store.url,
        origin=keys.id,
        rerun=frozenset({step} if step else ()),
        facts={**job.facts, "origin_run_id": keys.id},
    )
    return perform(resumed, wishes, origin.reading() if origin else Options())
