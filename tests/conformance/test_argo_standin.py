"""A dozen golden flows as pods on a real API server; `make conformance-argo-standin` runs all of them.

The controller is a stand-in: see `tests/engines/argo/README.md` for what this shows, and what it cannot show.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.conformance.cases import all_cases
from tests.conformance.record import digest_of, read_record
from tests.conformance.run_case import Result, run_case
from tests.engines.argo_standin.adapter import ArgoStandIn
from tests.engines.argo_standin.starting import started

pytestmark = pytest.mark.xdist_group("argo")

CASES = {case.id: case for case in all_cases()}
DOZEN = (
    *("branch_in_arm/deep", "catch_and_retry/default", "crossed_merges/lx", "foreach/none", "foreach/seven"),
    *("inline/default", "kubernetes/default", "long_names/default", "loop_in_foreach/default"),
    *("nested_foreach/with-empty", "parameters/given", "required_parameter/missing", "switch_keys/unknown"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArgoStandIn]:
    engine = started(tmp_path_factory.mktemp("engine"))
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def results(engine: ArgoStandIn) -> Iterator[dict[str, Future[Result]]]:
    """All of them, some at once."""
    with ThreadPoolExecutor(engine.lanes) as lanes:
        yield {name: lanes.submit(run_case, engine, CASES[name]) for name in DOZEN}


@pytest.mark.parametrize("name", DOZEN)
def test_case(results: dict[str, Future[Result]], name: str) -> None:
    assert results[name].result() == Result("passed")


def test_a_wrong_expectation_would_be_found(engine: ArgoStandIn) -> None:
    case = CASES["foreach/two"]
    wrong = replace(case, tasks={**case.tasks, "work": 3}, artifacts={"end": {"results": [], "nothing": 1}})
    result = run_case(engine, wrong)
    assert result.verdict == "failed"
    assert len(result.reasons) == 3


def test_every_case_is_in_the_record() -> None:
    record = read_record("argo-standin")
    assert sorted(record) == sorted(CASES)
    assert {entry["verdict"] for entry in record.values()} == {"passed"}


def test_nothing_is_recorded_for_the_real_controller() -> None:
    assert read_record("argo") == {}


def test_a_digest_covers_the_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    from flowc.backends.argo import step

    case = CASES["hello/default"]
    before = digest_of(case, "argo-standin"), digest_of(case, "local")
    monkeypatch.setattr(step, "PARAMETERS", "{{workflow.parameters.json}}")
    assert digest_of(case, "argo-standin") != before[0]
    assert digest_of(case, "local") == before[1]
