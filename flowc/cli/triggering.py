"""What `flowc trigger` does, apart from its command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from flowc.backends.deployment import Deployed, RunState, Started
from flowc.cli.deployed_flow import Subject, subject_of
from flowc.cli.exits import FINDINGS, INTERRUPTED, OK
from flowc.cli.printing import displayed_from, report, warn
from flowc.deploying.compiled import Aim
from flowc.diagnostics.record import record
from flowc.pipeline.options import Options


@record
class Triggering:
    """The command line. `run` is the wanted id, or None."""

    subject: str
    aim: Aim
    options: Options
    words: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    run: str | None = None
    wait: bool = False
    as_json: bool = False
    store: str | None = None


def trigger(wishes: Triggering) -> int:
    """Check the parameters, start the run, and follow it where asked to."""
    subject = subject_of(wishes.subject, wishes.options, wishes.aim)
    parameters = _parameters(subject, wishes)
    if parameters is None:
        return FINDINGS
    deployed = subject.deployed()
    _say_if_older(subject, deployed)
    started = subject.deployer.trigger(deployed.name, parameters, wishes.run)
    if not (wishes.wait and wishes.as_json):
        _say_started(started, wishes.as_json)
    if not wishes.wait:
        return OK
    return _follow(subject, deployed, started, wishes)


def _parameters(subject: Subject, wishes: Triggering) -> Mapping[str, Any] | None:
    """The values to start with; None when something is wrong with them, which is printed."""
    if subject.request is None:
        return {**_untyped(wishes.words), **dict(_pair(text) for text in wishes.params)}
    from flowc.cli.flow_parameters import assignment, parse_parameters
    from flowc.deploying.parameters import typed

    flow, path = subject.request.flow, Path(wishes.subject)
    given = {
        **parse_parameters(flow, wishes.words, f"flowc trigger {path}"),
        **dict(assignment(flow, text) for text in wishes.params),
    }
    values, findings = typed(flow, given)
    if findings:
        report(displayed_from(path.parent, findings), [path.as_posix()], "full", sys.stderr)
    return None if findings else values


def _untyped(words: Sequence[str]) -> dict[str, str]:
    """`--name value` and `--name=value`, of a flow whose parameters are not known here."""
    values: dict[str, str] = {}
    rest = list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("--") or not (equals or rest):
            raise click.UsageError(f"{name!r} is not --NAME VALUE of a parameter")
        values[name.removeprefix("--")] = value if equals else rest.pop(0)
    return values


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--param")
    return name, value


def _say_if_older(subject: Subject, deployed: Deployed) -> None:
    """A file that is not what is live is most often an oversight."""
    request = subject.request
    if request is not None and deployed.package and deployed.package != request.package.digest:
        sys.stderr.write(
            f"note: {subject.word} has changed since it was deployed; this runs what is deployed\n"
        )


def _say_started(started: Started, as_json: bool) -> None:
    if as_json:
        document = {"flow": started.flow, "run": started.run, "link": started.link}
        sys.stdout.write(json.dumps({"event": "triggered", **document, "existed": started.existed}) + "\n")
    else:
        words = "had been started before" if started.existed else "is started"
        sys.stdout.write(f"{started.flow}/{started.run} {words}\n" + f"{started.link}\n" * bool(started.link))
    sys.stdout.flush()


def _follow(subject: Subject, deployed: Deployed, started: Started, wishes: Triggering) -> int:
    from flowc.backends.local.views import choose_view
    from flowc.deploying.follow import Followed, follow
    from flowc.deploying.places import run_place

    place = run_place(subject.store(wishes.store, deployed), deployed.flow, started.run)
    steps = () if subject.request is None else tuple(str(step.id) for step in subject.request.flow.steps)
    view = choose_view(sys.stdout, as_json=wishes.as_json, steps=steps)
    try:
        followed = Followed(deployer=subject.deployer, started=started, place=place, warn=warn)
        state = follow(followed, view)
    except KeyboardInterrupt:
        sys.stderr.write(f"the run goes on\nhelp: {_command('status', started, wishes)}\n")
        return INTERRUPTED
    finally:
        view.close()
    if state.phase != "succeeded":
        sys.stderr.write(_why(state, started, wishes))
    return OK if state.phase == "succeeded" else FINDINGS


def _why(state: RunState, started: Started, wishes: Triggering) -> str:
    message = f": {state.message}" if state.message else ""
    return f"error: the run {state.phase}{message}\nhelp: {_command('logs', started, wishes)}\n"


def _command(name: str, started: Started, wishes: Triggering) -> str:
    return f"flowc {name} {started.flow}/{started.run} --target {wishes.aim.profile}"
