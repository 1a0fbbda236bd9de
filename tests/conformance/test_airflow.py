"""A dozen golden flows on Airflow 3.3, and some on 2.11; `make conformance-airflow` runs all of them on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conformance.__main__ import cases_of
from tests.conformance.cases import all_cases
from tests.conformance.protocol import Broken, Deployed, Triggered
from tests.conformance.record import digest_of, read_record
from tests.conformance.run_case import Result, run_case
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.required import require_airflow

pytestmark = pytest.mark.xdist_group("airflow")

CASES = {case.id: case for case in all_cases()}
DOZEN = (
    *(
        "branch/default",
        "catch_and_retry/default",
        "foreach/none",
        "foreach/seven",
        "loop_over_steps/default",
    ),
    *(
        "merge_conflict/conflict",
        "nested_foreach/with-empty",
        "parameters/given",
        "required_parameter/missing",
    ),
    *("retry/default", "switch_in_foreach/default", "timeout/default"),
)
ON_2 = ("foreach/none", "nested_foreach/with-empty", "retry/default", "switch_in_foreach/default")
ENGINES = {"airflow": ("3.3", DOZEN), "airflow-2.11": ("2.11", ON_2)}


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, AirflowEngine]]:
    started = {}
    for name, (version, _) in ENGINES.items():
        require_airflow(version)
        started[name] = AirflowEngine(version, name)
        started[name].start(tmp_path_factory.mktemp(name))
    yield started
    for engine in started.values():
        engine.stop()


@pytest.mark.parametrize(
    ("name", "case"), [(name, case) for name, (_, ids) in ENGINES.items() for case in ids]
)
def test_case(engines: dict[str, AirflowEngine], name: str, case: str) -> None:
    assert run_case(engines[name], CASES[case]) == Result("passed")


def test_a_wrong_expectation_would_be_found(engines: dict[str, AirflowEngine]) -> None:
    case = CASES["foreach/two"]
    wrong = replace(case, tasks={**case.tasks, "work": 3}, artifacts={"end": {"results": [], "nothing": 1}})
    result = run_case(engines["airflow"], wrong)
    assert result.verdict == "failed"
    assert len(result.reasons) == 3


def test_a_dag_that_cannot_be_imported_is_a_failure(
    engines: dict[str, AirflowEngine], tmp_path: Path
) -> None:
    (tmp_path / "broken.py").write_text("from airflow import DAG\nDAG(nonsense)\n")
    answer = engines["airflow"].driver.ask(do="load", dags=str(tmp_path))
    assert answer["dags"] == []
    assert "NameError" in next(iter(answer["errors"].values()))
    with pytest.raises(Broken, match="KeyError: 'gone'"):
        engines["airflow"].trigger(Deployed("Gone", tmp_path, ("gone", tmp_path)), {})


def test_a_run_that_does_not_end_is_late(engines: dict[str, AirflowEngine]) -> None:
    engine = engines["airflow"]
    triggered = engine.trigger(engine.deploy(CASES["foreach/seven"].file), {})
    with pytest.raises(TimeoutError):
        engine.wait(Triggered(triggered.flow, triggered.run), 0.1)
    assert run_case(engine, CASES["hello/default"]) == Result("passed")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_case_is_in_the_record(engine: str) -> None:
    record = read_record(engine)
    assert sorted(record) == sorted(CASES)
    assert {name for name, entry in record.items() if entry["verdict"] == "failed"} == set()


@pytest.mark.parametrize("engine", ["airflow-batch", "airflow-ecs"])
def test_every_chosen_case_is_in_the_record(engine: str) -> None:
    record = read_record(engine)
    assert sorted(record) == sorted(case.id for case in cases_of(engine))
    assert {name for name, entry in record.items() if entry["verdict"] == "failed"} == set()


def test_a_digest_covers_the_dag_and_the_version() -> None:
    case = CASES["hello/default"]
    digests = {digest_of(case, "airflow"), digest_of(case, "airflow-2.11"), digest_of(case, "local")}
    assert len(digests) == 3
    assert digest_of(case, "airflow") == digest_of(case, "airflow")
