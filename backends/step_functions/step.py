"""A step to its states: the task, and what reads the winner object when the machine has to know what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flowc.backends.step_functions import retries
from flowc.backends.step_functions.jsonata import expression, field, quoted, updated
from flowc.backends.step_functions.model import Choice, Go, Rule, Task
from flowc.backends.step_functions.names import state_name
from flowc.backends.step_functions.place import path_code
from flowc.backends.step_functions.scope import Building, Lowering, Work
from flowc.ir.flow import Foreach, Step
from flowc.ir.regions import Name
from flowc.ir.values import Json

WINNER_BYTES = 1024
"""How much of a winner object is read: `next` and `splits` come first in it (`runtime_shim.store.documents`)."""

ROOT_PATH = path_code(0)

BODY = "$states.result.Body"


class Way(NamedTuple):
    """A way out of a node, and the case that takes it."""

    case: Name | None
    go: Go


def add_step(step: Step, ways: Sequence[Way], building: Building, path: str, lowering: Lowering) -> None:
    """Add the states of a step; `path` is the code of its path."""
    if isinstance(step.transition, Foreach):
        _add_opener(step, ways[0].go, building, path, lowering)
    elif len(ways) > 1:
        _add_switch(step, ways, building, path, lowering)
    else:
        _add_task(step, ways[0].go if ways else Go(to=None), building, path, lowering)


def _add_task(step: Step, go: Go, building: Building, path: str, lowering: Lowering) -> None:
    work = Work(
        step,
        path,
        path_varies=building.path_varies or path != ROOT_PATH,
        is_start=step.id == lowering.start,
        indices=_is_distributed(step, lowering),
    )
    call = lowering.compute.call(work)
    building.add(
        Task(
            name=state_name(step.id),
            comment=_comment(step),
            resource=call.resource,
            arguments=call.arguments,
            timeout=retries.timeout(step.settings),
            retry=retries.of_step(step.settings, lowering.compute.refused),
            output=_output(building.output(go), lowering),
            next=go.to,
        )
    )


def _output(code: str, lowering: Lowering) -> Json:
    checked = lowering.compute.checked(code)
    return {} if checked == "{}" else expression(checked)


def _add_opener(step: Step, go: Go, building: Building, path: str, lowering: Lowering) -> None:
    """A step that opens a foreach. A Distributed Map finds its items in an object that the task has written."""
    if _is_distributed(step, lowering):
        items = ("items", lowering.place.task_object(step.id, path, "indices.json"))
        _add_task(step, Go(to=go.to, changes=(*go.changes, items)), building, path, lowering)
        return
    read = state_name(step.id, "count")
    _add_task(step, Go(to=read), building, path, lowering)
    count = f"$number({_fact('splits', '', ',')})"
    _add_reader(read, step, (*go.changes, ("splits", count)), go.to, building, path, lowering)


def _add_switch(step: Step, ways: Sequence[Way], building: Building, path: str, lowering: Lowering) -> None:
    read, choose = state_name(step.id, "choice"), state_name(step.id, "next")
    _add_task(step, Go(to=read), building, path, lowering)
    _add_reader(read, step, (("next", _fact("next", '"', '"')),), choose, building, path, lowering)
    rules = tuple(_rule(way, building) for way in ways)
    building.add(Choice(name=choose, rules=rules, default=building.fault()))


def _rule(way: Way, building: Building) -> Rule:
    assert way.case is not None, "a step with several ways chooses one"
    go = way.go if way.go.to is not None else Go(to=building.end())
    return Rule(condition=expression(f"{field('next')} = {quoted(way.case)}"), go=go)


def _add_reader(
    name: str,
    step: Step,
    changes: tuple[tuple[str, str], ...],
    to: str | None,
    building: Building,
    path: str,
    lowering: Lowering,
) -> None:
    """Read the first bytes of the winner: it may list more artifacts than a payload holds."""
    building.add(
        Task(
            name=name,
            resource="arn:aws:states:::aws-sdk:s3:getObject",
            arguments={
                "Bucket": lowering.place.bucket,
                "Key": expression(lowering.place.task_object(step.id, path, "winner.json")),
                "Range": f"bytes=0-{WINNER_BYTES - 1}",
            },
            retry=(retries.STORE,),
            output=expression(updated(changes)),
            next=to,
        )
    )


def _fact(name: str, before: str, after: str) -> str:
    """Code for the first field of a winner: the text between `before` and `after`; nonsense if it is not there."""
    begin = '{"' + name + '":' + before
    return f"$substringBefore($substringAfter({BODY}, {quoted(begin)}), {quoted(after)})"


def _is_distributed(step: Step, lowering: Lowering) -> bool:
    return str(step.id) in lowering.distributed


def _comment(step: Step) -> str:
    first, *_ = [*step.doc.strip().splitlines(), ""]
    return first.strip()
