"""One emitted machine, walked, against the reference interpreter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from flowc.ir.flow import Flow
from flowc.ir.trace import Outcomes, TaskId, Trace, traces
from tests.step_functions.expressions import Failed
from tests.step_functions.services import Services
from tests.step_functions.walker import Execution

Documents = Mapping[str, str]


def services(flow: Flow, documents: Documents, outcomes: Outcomes, **more: Any) -> Services:
    definitions = json.loads(documents["job-definitions.json"])
    return Services(flow=flow, outcomes=outcomes, definitions=definitions, **more)


def execution(documents: Documents, services: Services, *, backwards: bool = False) -> Execution:
    return Execution(json.loads(documents["state-machine.json"]), services, backwards=backwards)


def compare(
    flow: Flow, documents: Documents, outcomes: Outcomes, *, backwards: bool = False, throttled: int = 0
) -> Execution:
    """Run both; the same tasks must run, each once and after those that the reference says ran before it."""
    expected = traces(flow, outcomes)
    world = services(flow, documents, outcomes, throttled=throttled)
    run = execution(documents, world, backwards=backwards)
    run.run()
    assert Counter(event.task for event in world.events if event.kind == "end") == Counter(expected.tasks())
    check_order(expected, world)
    assert world.started_with == {expected.visits[0].task}
    assert world.runs == {("run-1", "arn:aws:states:eu:1:execution:M:run-1")}
    return run


def check_order(expected: Trace, world: Services) -> None:
    """Every task started after all of its predecessors had ended well."""
    before = {visit.task: (*visit.predecessors, *filter(None, [visit.opener])) for visit in expected.visits}
    done: set[TaskId] = set()
    for event in world.events:
        if event.kind == "end" and event.ok:
            done.add(event.task)
        elif event.kind == "start":
            missing = [str(task) for task in before[event.task] if task not in done]
            assert not missing, f"{event.task} started before {missing}"


def fail_one(flow: Flow, documents: Documents, outcomes: Outcomes, failing: TaskId) -> None:
    """Let one task fail for good: the execution must fail, and nothing may run that needed the task."""
    expected = traces(flow, outcomes)
    world = services(flow, documents, outcomes, failures={failing: 1000})
    with pytest.raises(Failed, match=r"States\.(TaskFailed|QueryEvaluationError)"):
        execution(documents, world).run()
    started = {event.task for event in world.events if event.kind == "start"}
    assert failing in started
    wrong = started & expected.successors(failing)
    assert not wrong, f"{failing} failed, but {sorted(map(str, wrong))} ran"
    assert started <= set(expected.tasks())
    check_order(expected, world)
