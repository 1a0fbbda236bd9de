"""The emitted policies allow every call of a run, and nothing that no run needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.cases import all_cases
from tests.conformance.compare import differences
from tests.engines.step_functions.adapter import StepFunctions
from tests.engines.step_functions.compiling import compiled
from tests.engines.step_functions.implied import implied
from tests.engines.step_functions.policies import denied, statements, unused

CASES = {case.id: case for case in all_cases()}
WAYS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "inline": ("foreach/seven", {}),
    "distributed": ("nested_foreach/with-empty", {"map": "distributed"}),
    "switch": ("switch/default", {}),
    "retry": ("catch_and_retry/default", {}),
    "fargate": ("foreach/two", {"compute": "ecs"}),
}
RARE = {
    *("batch:TerminateJob", "ecs:StopTask", "states:RedriveExecution"),
    *("s3:AbortMultipartUpload", "s3:ListBucket"),
}
"""Allowed for what these runs do not do: being stopped or redriven, large artifacts, objects that are missing."""


@pytest.fixture(scope="module")
def calls(engine: StepFunctions) -> Mapping[str, list[Mapping[str, Any]]]:
    """The calls of a run in each of the ways."""
    return {way: _run(engine, *WAYS[way]) for way in WAYS}


def _run(engine: StepFunctions, name: str, settings: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    case = CASES.get(name) or next(case for case in all_cases() if case.folder == name.partition("/")[0])
    before = len(engine.cloud.calls())
    engine.settings = settings  # type: ignore[misc]
    triggered = engine.trigger(engine.deploy(case.file), case.parameters)
    engine.wait(triggered, 120.0)
    calls = engine.cloud.calls()[before:]
    assert differences(case, engine.store, triggered.flow, triggered.run) == []
    return calls


def _documents(way: str) -> Mapping[str, str]:
    name, settings = WAYS[way]
    folder = name.partition("/")[0]
    return compiled(next(case.file for case in all_cases() if case.folder == folder), **settings)[1]


def _by_role(way: str, calls: list[Mapping[str, Any]]) -> Mapping[str, tuple[Any, list[Mapping[str, Any]]]]:
    """For each role: its policy, and what it did or will have to do."""
    documents = _documents(way)
    policies = json.loads(documents["iam-policy.json"])
    flow = json.loads(documents["parameters.schema.json"])["title"].rpartition(" ")[2]
    machine = f"arn:aws:states:us-east-1:123456789012:stateMachine:{flow}"
    made = {
        "state-machine": [*_of(calls, "flowc-execution"), *implied(machine, documents)],
        "job": _of(calls, "flowc-job"),
    }
    return {role: (statements(policies[role]["PolicyDocument"]), made[role]) for role in made}


def _of(calls: list[Mapping[str, Any]], role: str) -> list[Mapping[str, Any]]:
    return [call for call in calls if call["key"] == f"ROLE.{role}"]


@pytest.mark.parametrize("way", WAYS)
def test_every_call_is_allowed(calls: Mapping[str, list[Mapping[str, Any]]], way: str) -> None:
    for policy, made in _by_role(way, calls[way]).values():
        assert len(made) > 3
        assert denied(policy, made) == []


@pytest.mark.parametrize("way", WAYS)
def test_a_missing_permission_would_be_found(calls: Mapping[str, list[Mapping[str, Any]]], way: str) -> None:
    for policy, made in _by_role(way, calls[way]).values():
        for number, statement in enumerate(policy):
            rest = [*policy[:number], *policy[number + 1 :]]
            if not set(statement["Action"]) <= RARE:
                assert denied(rest, made) != [], statement


@pytest.mark.parametrize("way", WAYS)
def test_nothing_else_is_allowed(calls: Mapping[str, list[Mapping[str, Any]]], way: str) -> None:
    for policy, made in _by_role(way, calls[way]).values():
        assert [action for action, _ in unused(policy, made) if action not in RARE] == []


def test_a_role_may_not_touch_another_flow(calls: Mapping[str, list[Mapping[str, Any]]]) -> None:
    (_, _), (job, _) = _by_role("inline", calls["inline"]).values()
    assert denied(job, _of(calls["retry"], "flowc-job")) != []


def test_the_schedule_may_start_its_machine_and_no_other() -> None:
    documents = compiled(Path(CASES["schedule/default"].file))[1]
    policy = statements(json.loads(documents["iam-policy.json"])["scheduler"]["PolicyDocument"])
    machine = "arn:aws:states:us-east-1:123456789012:stateMachine:ScheduleFlow"
    call = {"action": "states:StartExecution", "resource": machine}
    assert denied(policy, [call]) == []
    assert denied(policy, [{**call, "resource": f"{machine}2"}]) != []
