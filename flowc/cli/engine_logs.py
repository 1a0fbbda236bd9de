"""`flowc logs` with `--target`: what the store kept, else what the engine did."""

from __future__ import annotations

import sys

import click

from flowc.cli.engine_runs import Engine, EngineRun, find_engine_run
from flowc.cli.exits import FINDINGS, OK
from flowc.cli.logs import print_logs
from flowc.cli.printing import warn
from flowc.cli.references import Reference
from flowc.client.run import Run
from flowc.runtime_shim.store import StoreError


def show_logs(engine: Engine, text: str, only: str | None) -> int:
    """Print the output of tasks; 1 when neither side has any."""
    found = find_engine_run(engine, text)
    if _from_store(found, only) or _from_engine(found):
        return OK
    sys.stderr.write(f"neither the store nor the engine has output of {text}\n")
    return FINDINGS


def _from_store(found: EngineRun, only: str | None) -> int:
    step, path = (*found.rest, None, None)[:2]
    try:
        keys = found.place.keys() if found.place is not None else None
        if keys is None or found.place is None:
            return 0
        return print_logs(Reference(run=Run.at(found.place.store, keys), step=step, path=path), only)
    except click.UsageError:  # no such task there: the engine may know more
        return 0
    except StoreError as failure:
        warn(f"the store cannot be read: {failure}")
        return 0


def _from_engine(found: EngineRun) -> int:
    step = found.rest[0] if found.rest else None
    lines = 0
    for line in found.subject.deployer.logs(found.deployed.name, found.run, step):
        sys.stdout.write(line + "\n")
        lines += 1
    return lines
