"""The expected manifests of the golden flows, run: retries, parameters, settings and all."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from flowc.ir.flow import Flow
from flowc.ir.trace import traces
from tests.argo_sim.compare import FIRST, compare, fail_one
from tests.argo_sim.controller import Controller
from tests.argo_sim.manifest import Manifest
from tests.argo_sim.oracles import Random
from tests.argo_sim.steps import Steps
from tests.compiling import read

GOLDEN = Path(__file__).parents[2] / "golden"
NAMES = sorted(path.parent.name for path in GOLDEN.glob("*/expected.argo.yaml"))


def golden(name: str) -> tuple[Flow, Manifest]:
    (flow,) = read(GOLDEN / name / "flow.py").flows
    return flow, Manifest((GOLDEN / name / "expected.argo.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_expected_manifests_run_as_the_reference_says(name: str) -> None:
    flow, manifest = golden(name)
    for seed in range(5):
        compare(flow, manifest, Random(flow, seed, 3), random.Random(seed).randrange)


@pytest.mark.parametrize("name", NAMES)
def test_a_failing_step_fails_the_run(name: str) -> None:
    flow, manifest = golden(name)
    oracle = Random(flow, 1)
    for task in traces(flow, oracle).tasks():
        fail_one(flow, manifest, oracle, task)


def attempts(name: str, step: str, exit_code: int = 1) -> int:
    """How often the first task of a step is tried when it always fails."""
    flow, manifest = golden(name)
    oracle = Random(flow, 0, 3)
    task = next(task for task in traces(flow, oracle).tasks() if task.step == step)
    run = Controller(manifest, Steps(flow, oracle, {task: 1000}, exit_code), FIRST).run()
    return sum(event.kind == "start" and event.pod.task == task for event in run.events)


def test_attempts_are_those_of_retry_and_one_more_for_catch() -> None:
    assert attempts("hello", "start") == 1
    assert attempts("catch_and_retry", "stubborn") == 4


def test_what_says_not_to_retry_is_not_retried() -> None:
    assert attempts("catch_and_retry", "stubborn", 78) == 1
