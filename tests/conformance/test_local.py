"""A dozen golden flows on the embedded engine, and faults; `make conformance` runs all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.cases import all_cases
from tests.conformance.protocol import Fault
from tests.conformance.record import digest_of, read_record
from tests.conformance.run_case import Result, run_case
from tests.engines.local.adapter import LocalEngine

CASES = {case.id: case for case in all_cases()}
DOZEN = (
    *("branch/default", "catch_and_retry/default", "config/batch", "crossed_merges/lx", "foreach/none"),
    *("foreach/seven", "foreach_in_loop/default", "loop_in_foreach/default", "merge_conflict/conflict"),
    *("nested_foreach/with-empty", "parameters/given", "required_parameter/missing", "switch_keys/unknown"),
)
FAULTS = (
    ("retry/default", Fault("kill-task", "flaky")),
    ("foreach/seven", Fault("kill-engine", "work")),
    ("nested_branch/default", Fault("kill-engine", "start")),
    ("loop_over_steps/default", Fault("kill-engine", "end")),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalEngine]:
    engine = LocalEngine()
    engine.start(tmp_path_factory.mktemp("engine"))
    yield engine
    engine.stop()


@pytest.mark.parametrize("name", DOZEN)
def test_case(engine: LocalEngine, name: str) -> None:
    assert run_case(engine, CASES[name]) == Result("passed")


@pytest.mark.parametrize(("name", "fault"), FAULTS)
def test_a_fault_changes_nothing(engine: LocalEngine, name: str, fault: Fault) -> None:
    assert run_case(engine, CASES[name], fault) == Result("passed")


def test_a_wrong_expectation_would_be_found(engine: LocalEngine) -> None:
    from dataclasses import replace

    case = CASES["foreach/two"]
    wrong = replace(case, tasks={**case.tasks, "work": 3}, artifacts={"end": {"results": [], "nothing": 1}})
    result = run_case(engine, wrong)
    assert result.verdict == "failed"
    assert len(result.reasons) == 3


def test_every_case_is_in_the_record() -> None:
    record = read_record("local")
    assert sorted(record) == sorted(CASES)
    assert {entry["verdict"] for entry in record.values()} == {"passed"}


@pytest.mark.parametrize("name", ["hello/default", "foreach/seven"])
def test_a_digest_covers_the_case_and_the_code(name: str, tmp_path: Path) -> None:
    from dataclasses import replace

    case = CASES[name]
    assert digest_of(case, "local") == digest_of(case, "local")
    assert digest_of(replace(case, status="failed"), "local") != digest_of(case, "local")
    assert digest_of(case, "another") != digest_of(case, "local")


def test_hooks_are_compared(engine: LocalEngine) -> None:
    from dataclasses import replace

    case = CASES["exit_hook/success"]
    (reason,) = run_case(engine, replace(case, hooks=case.hooks[::-1])).reasons
    assert reason.startswith("exit hooks ['announce: ")
    assert run_case(engine, case) == Result("passed")
