"""What `flowc run` and `flowc resume` do, apart from their command lines."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowc.backends.local.job import Job, RunName
from flowc.cli.exits import FINDINGS, INTERRUPTED, MISUSE, OK
from flowc.cli.package_digest import package_digest
from flowc.cli.printing import displayed_from, report
from flowc.cli.run_origin import write_origin
from flowc.cli.way_on import WayOn
from flowc.client.location import store_url
from flowc.diagnostics.record import record
from flowc.ir.flow import Flow
from flowc.pipeline.options import Options
from flowc.pipeline.unit import Unit

if TYPE_CHECKING:
    from flowc.backends.local.engine import Engine

USER_NAMES = ("LOGNAME", "USER", "LNAME", "USERNAME")


@record
class Wishes:
    """The command line, less the flow and its parameters."""

    store: str | None
    max_workers: int
    run_id_file: str | None
    tags: tuple[str, ...]
    branch: str | None
    production: bool
    as_json: bool
    inline: str | None
    params: tuple[str, ...] = ()
    continued: str | None = None


def run_flow(path: Path, words: Sequence[str], options: Options, wishes: Wishes) -> int:
    """Read the flow, make a run of it or go on with one, and run it."""
    from flowc.cli.flow_parameters import assignment, parse_parameters

    read = checked_flow(path, options)
    if read is None:
        return FINDINGS
    unit, flow = read
    given: dict[str, str] = {
        **parse_parameters(flow, words, f"flowc run {path}"),
        **dict(assignment(flow, text) for text in wishes.params),
    }
    if wishes.continued and given:
        raise click.UsageError("a run that goes on has its parameters already")
    run = wishes.continued.rpartition("/")[2] if wishes.continued else new_run_id()
    job = job_of(unit, flow, run_name(flow, wishes, run), wishes, options)
    return perform(replace(job, facts={**job.facts, "parameters": given}), wishes, options)


def job_of(unit: Unit, flow: Flow, name: RunName, wishes: Wishes, options: Options) -> Job:
    """The job of running a flow under a name."""
    from flowc.package.plan import plan_of

    plan = plan_of(flow)
    return Job(
        flow=flow,
        file=unit.path,
        plan=plan,
        store=store_url(wishes.store, unit.settings),
        name=name,
        facts={
            "tags": list(wishes.tags),
            "user": user(),
            "package": package_digest(unit, flow, plan, options),
        },
        max_workers=wishes.max_workers,
        continued=wishes.continued is not None,
        inline=wishes.inline,
    )


def checked_flow(path: Path, options: Options) -> tuple[Unit, Flow] | None:
    """The one flow of a file, when nothing is wrong with it; else the findings are printed."""
    from flowc.pipeline.read import read_unit
    from flowc.pipeline.several import several_flows
    from flowc.pipeline.unit import has_errors

    unit = read_unit(path, options)
    findings = list(unit.findings)
    if not has_errors(findings) and len(unit.flows) > 1:
        findings.append(several_flows(unit))
    wrong = has_errors(findings)
    shown = findings if wrong else [finding for finding in findings if finding.severity.value == "warning"]
    if shown:
        report(displayed_from(unit.folder, shown), [path.as_posix()], "full", sys.stderr)
    return None if wrong or not unit.flows else (unit, unit.flows[0])


def perform(job: Job, wishes: Wishes, options: Options) -> int:
    """Run a job and show it; the exit status says how it ended."""
    _begin(job, wishes, options)
    return _run(job, wishes, WayOn.of(wishes, options))


def _begin(job: Job, wishes: Wishes, options: Options) -> None:
    """What has to be said or written before the first step. Raises UsageError when the job cannot be done."""
    if job.inline is not None and all(job.inline != step.id for step in job.flow.steps):
        raise click.UsageError(f"the flow has no step {job.inline!r}")
    if job.continued:
        _refuse_a_second_engine(job)
    if wishes.run_id_file:
        Path(wishes.run_id_file).write_text(job.name.run, encoding="utf-8")
    if not job.continued:
        write_origin(job, options)


def _run(job: Job, wishes: Wishes, way: WayOn) -> int:
    from flowc.backends.local.engine import Engine
    from flowc.backends.local.interrupt import Interrupt
    from flowc.backends.local.refusal import Refusal
    from flowc.backends.local.views import choose_view
    from flowc.backends.local.winners import run_keys
    from flowc.client.pulse import Pulse
    from flowc.runtime_shim.store import StoreError, open_store

    steps = tuple(str(step.id) for step in job.flow.steps)
    view = choose_view(sys.stdout, as_json=wishes.as_json, steps=steps)
    with Interrupt().handling() as interrupt:
        engine = Engine(job, view, interrupt, Pulse(open_store(job.store), run_keys(job.name)))
        try:
            status = engine.run()
        except Refusal as refusal:
            from flowc.cli.failure_text import refused

            sys.stderr.write(refused(refusal))
            return MISUSE
        except StoreError as failure:
            from flowc.cli.failure_text import after_store_failed

            sys.stderr.write(after_store_failed(job, failure, way))
            return FINDINGS
        finally:
            view.close()
    return _ended(job, engine, status, way)


def _ended(job: Job, engine: Engine, status: str, way: WayOn) -> int:
    """Say how to go on, where the run has not succeeded; the exit status."""
    if status == "succeeded":
        return OK
    from flowc.cli.failure_text import after_failure, after_interrupt

    if status == "failed":
        sys.stderr.write(after_failure(job, engine.failures, way))
        return FINDINGS
    sys.stderr.write(after_interrupt(job, way))
    return INTERRUPTED


def _refuse_a_second_engine(job: Job) -> None:
    """Raise UsageError while another engine is at the run: each would run the steps that neither has finished."""
    from flowc.backends.local.winners import run_keys
    from flowc.client.state import engine_of, is_alive
    from flowc.runtime_shim.store import open_store

    engine = engine_of(open_store(job.store), run_keys(job.name))
    if engine is not None and engine["state"] == "running" and is_alive(engine):
        raise click.UsageError(
            f"run {job.name.flow}/{job.name.run} is still being run, by process "
            f"{engine['process'].partition(':')[0]} of {engine['host']}: end that first"
        )


def new_run_id() -> str:
    """Microseconds since 1970: sorts by time, as people know it from Metaflow."""
    return str(time.time_ns() // 1000)


def run_name(flow: Flow, wishes: Wishes, run: str) -> RunName:
    """Where the run stands: a flow without @project has no project and no branch."""
    from flowc.runtime_shim.store.layout import NO_PROJECT

    if flow.project is None:
        return RunName(project=NO_PROJECT, branch=NO_PROJECT, flow=flow.name, run=run)
    production = wishes.production or flow.project.production
    branch = wishes.branch or flow.project.branch
    if production:
        name = f"prod.{branch}" if branch else "prod"
    else:
        name = f"test.{branch}" if branch else f"user.{user()}"
    return RunName(project=flow.project.name, branch=name, flow=flow.name, run=run)


def user() -> str:
    """Who runs: as `getpass` finds it, which is slow to load for the variable that mostly tells."""
    told = next((os.environ[name] for name in USER_NAMES if os.environ.get(name)), None)
    if told is not None:
        return told
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
