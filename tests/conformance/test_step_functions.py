"""A dozen golden flows on Step Functions, inline and distributed; `make conformance-step-functions` runs all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.__main__ import cases_of
from tests.conformance.cases import all_cases
from tests.conformance.protocol import Fault, Unsupported
from tests.conformance.record import digest_of, read_record
from tests.conformance.run_case import Result, run_case
from tests.engines.step_functions.adapter import ADAPTER, StepFunctions

CASES = {case.id: case for case in all_cases()}
ENGINES = ("step-functions", "step-functions-distributed", "step-functions-ecs")
DOZEN = (
    *("branch/default", "catch_and_retry/default", "config/batch", "crossed_merges/lx", "foreach/none"),
    *("foreach/seven", "loop_in_foreach/default", "nested_foreach/with-empty", "parameters/given"),
    *("required_parameter/missing", "retry_exhausted/default", "switch_keys/unknown"),
)
WIDE = ("foreach/none", "foreach/two", "nested_foreach/with-empty")
REFUSED = {"step-functions": {"trigger_on_finish/by-hand": "FLOW315"}}
"""Cases that the engine cannot run, and the finding that says so."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StepFunctions]:
    engine = ADAPTER()
    engine.start(tmp_path_factory.mktemp("cloud"))
    yield engine
    engine.stop()


@pytest.mark.parametrize("name", DOZEN)
def test_case(engine: StepFunctions, name: str) -> None:
    engine.settings = {}  # type: ignore[misc]
    assert run_case(engine, CASES[name]) == Result("passed")


@pytest.mark.parametrize("name", WIDE)
def test_distributed(engine: StepFunctions, name: str) -> None:
    engine.settings = {"map": "distributed"}  # type: ignore[misc]
    assert run_case(engine, CASES[name]) == Result("passed")


def test_nobody_restarts_the_service(engine: StepFunctions) -> None:
    with pytest.raises(Unsupported):
        engine.inject(engine.deploy(CASES["hello/default"].file), Fault("kill-engine", "start"))


def test_a_wrong_expectation_would_be_found(engine: StepFunctions) -> None:
    from dataclasses import replace

    engine.settings = {}  # type: ignore[misc]
    case = CASES["foreach/two"]
    wrong = replace(case, tasks={**case.tasks, "work": 3}, artifacts={"end": {"results": [], "nothing": 1}})
    result = run_case(engine, wrong)
    assert result.verdict == "failed"
    assert len(result.reasons) == 3


@pytest.mark.parametrize("name", ENGINES)
def test_every_case_is_in_the_record(name: str) -> None:
    record = read_record(name)
    assert sorted(record) == sorted(case.id for case in cases_of(name))
    others = {case: entry for case, entry in record.items() if entry["verdict"] != "passed"}
    assert {entry["verdict"] for entry in others.values()} <= {"unsupported"}
    assert {case: entry["reasons"][0].split(":")[0] for case, entry in others.items()} == REFUSED.get(
        name, {}
    )


def test_a_digest_covers_the_manifest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tests.engines.step_functions import compiling

    case = CASES["hello/default"]
    before = digest_of(case, "step-functions")
    assert before == digest_of(case, "step-functions")
    assert before != digest_of(case, "local")
    monkeypatch.setattr(compiling, "OWN", {**compiling.OWN, "queue": "another"})
    assert before != digest_of(case, "step-functions")
