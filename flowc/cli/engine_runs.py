"""`flowc runs` and `flowc status` with `--target`: what the engine says, with what the store knows."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from typing import Any

import click

from flowc.backends.deployment import Deployed, NotDeployed
from flowc.cli.connecting import aim_at, given_connection
from flowc.cli.deployed_flow import Subject, subject_of
from flowc.cli.exits import OK
from flowc.cli.printing import warn
from flowc.client.errors import MetaflowNotFound
from flowc.client.places import find_run, opened
from flowc.deploying.compiled import Aim
from flowc.deploying.merged import RunView, rows_of, view_of
from flowc.deploying.places import RunPlace, run_place
from flowc.diagnostics.record import record
from flowc.pipeline.options import Options, flowc_variables


@record
class Engine:
    """The engine to ask, and the store that the command line names."""

    aim: Aim
    options: Options
    store: str | None

    @classmethod
    def of(cls, target: str, store: str | None, arguments: dict[str, Any]) -> Engine:
        """By the options of the command line; those of the connection are taken out of `arguments`."""
        aim = aim_at(target, given_connection(arguments))
        options = Options(environment=flowc_variables(dict(os.environ)))
        return cls(aim=aim, options=options, store=store)

    def subject(self, word: str) -> Subject:
        """FLOW: a file, or a name."""
        return subject_of(word, self.options, self.aim)


@record
class EngineRun:
    """A run that was named: its flow on the engine, and its place in the store if that is known."""

    subject: Subject
    deployed: Deployed
    run: str
    rest: tuple[str, ...]
    """A step, and a path."""
    place: RunPlace | None


def find_engine_run(engine: Engine, text: str) -> EngineRun:
    """`FLOW/RUN[/STEP[/PATH]]`, or `RUN` when the store tells whose it is. Raises `DeployError`."""
    word, *rest = text.split("/")
    names_flow = bool(rest)
    run, rest = (rest[0], rest[1:]) if rest else (word, [])
    subject = engine.subject(word if names_flow else _flow_of_run(engine, run))
    try:
        deployed = subject.deployed()
    except NotDeployed:  # its runs may be in the store still
        deployed = Deployed(name=subject.word, flow=subject.word)
    place = run_place(subject.store(engine.store, deployed), deployed.flow, run)
    return EngineRun(subject=subject, deployed=deployed, run=run, rest=tuple(rest), place=place)


def _flow_of_run(engine: Engine, run: str) -> str:
    from flowc.client.location import store_url

    try:
        return find_run(opened(store_url(engine.store)), None, run)[0].flow.flow
    except MetaflowNotFound:
        raise click.UsageError(f"which flow is run {run!r} of? name it: FLOW/{run}") from None


def show_status(engine: Engine, text: str, *, as_json: bool) -> int:
    """Print how far a run is."""
    found = find_engine_run(engine, text)
    view = view_of(found.subject.deployer, found.deployed.name, found.run, found.place, warn)
    sys.stdout.write(json.dumps(_status_document(view)) + "\n" if as_json else _status_text(view))
    return OK


def _status_document(view: RunView) -> dict[str, Any]:
    return {
        "run": f"{view.flow}/{view.run}",
        "status": view.phase,
        "message": view.message,
        "steps": view.steps,
        "origin": view.origin,
        "link": view.link,
        "complete": view.is_complete,
        "on_engine": view.is_on_engine,
    }


def _status_text(view: RunView) -> str:
    origin = f", resumes {view.origin}" if view.origin else ""
    lines = [f"{view.flow}/{view.run}  {view.phase}, started {_time(view.created)}{origin}"]
    lines += [f"  {step}: {_counted(numbers)}" for step, numbers in view.steps.items()]
    lines += [f"  {line}" for line in view.message.splitlines()]
    if not view.is_on_engine:
        lines.append("  the engine has no such run (any more); this is what the store knows")
    elif view.phase == "succeeded" and view.is_complete is False:
        lines.append("  the engine has ended it, but the store has no end of it")
    lines += [view.link] * bool(view.link)
    return "\n".join(lines) + "\n"


def _counted(numbers: Any) -> str:
    return ", ".join(f"{number} {name}" for name, number in numbers.items())


def show_runs(engine: Engine, flow: str | None, limit: int, *, as_json: bool) -> int:
    """Print the latest runs of a flow."""
    if flow is None:
        raise click.UsageError("name the flow whose runs the engine is to list")
    subject = engine.subject(flow)
    deployed = subject.deployed()
    states = subject.deployer.runs(deployed.name, limit)
    place = run_place(subject.store(engine.store, deployed), deployed.flow, "")
    for row in rows_of(states, place, limit, warn):
        name = f"{deployed.name}/{row.run}"
        if as_json:
            document = {"run": name, "status": row.phase, "created": row.created, "tags": row.tags}
            sys.stdout.write(json.dumps(document) + "\n")
        else:
            sys.stdout.write(
                f"{name}  {_time(row.created)}  {row.phase}  {' '.join(row.tags)}".rstrip() + "\n"
            )
    return OK


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "at an unknown time"
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M:%S}"  # noqa: DTZ006 - the reader's own time
