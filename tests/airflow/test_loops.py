"""A loop is written out when a bound is declared, else each pass is a DAG run; a bad bound is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.backends.airflow.backend import AirflowBackend
from flowc.diagnostics import Severity
from flowc.ir.features_used import back_edges
from flowc.ir.flow import Flow
from tests.airflow.emitting import emit, request
from tests.compiling import read

GOLDEN = Path(__file__).parents[2] / "golden"


def _looping() -> dict[str, Flow]:
    found = {}
    for path in sorted(GOLDEN.glob("*/expected.airflow.py")):
        (flow,) = read(path.parent / "flow.py").flows
        if headers(flow):
            found[path.parent.name] = flow
    return found


def headers(flow: Flow) -> list[str]:
    """The first steps of the loops of a flow."""
    assert flow.region is not None
    return sorted({loop.header for loop, _, _ in back_edges(flow.region)})


LOOPING = _looping()
SAID = ("FLOW321", "FLOW324", "FLOW420", "FLOW421")


def said(flow: Flow, bounds: dict[str, int]) -> dict[str, Severity]:
    """The findings about loops."""
    found = AirflowBackend().check(request(flow, own={"loop-bounds": bounds}))
    return {one.code: one.severity for one in found if one.code in SAID}


def test_there_are_loops() -> None:
    assert len(LOOPING) > 5


@pytest.mark.parametrize("name", LOOPING)
def test_without_a_bound_each_pass_is_a_dag_run(name: str) -> None:
    flow = LOOPING[name]
    source = emit(flow)
    assert source.count("with DAG(") == 1 + len(headers(flow))
    assert "go_round(" in source and "too_many" not in source
    assert said(flow, {}) == {"FLOW420": Severity.NOTE}


@pytest.mark.parametrize("name", LOOPING)
def test_with_a_bound_it_is_written_out(name: str) -> None:
    flow = LOOPING[name]
    bounds = dict.fromkeys(headers(flow), 3)
    source = emit(flow, own={"loop-bounds": bounds})
    assert source.count("with DAG(") == 1
    assert "go_round(" not in source
    assert source.count("too_many.override(") >= len(bounds)
    assert said(flow, bounds) == {}


@pytest.mark.parametrize("name", LOOPING)
def test_what_can_be_neither_is_an_error_or_a_warning(name: str) -> None:
    flow = LOOPING[name]
    for header in headers(flow):
        assert said(flow, {header: 1001}) == {"FLOW321": Severity.ERROR}
    assert said(flow, {"elsewhere": 3}) == {"FLOW420": Severity.NOTE, "FLOW324": Severity.NOTE}
    assert said(flow, dict.fromkeys(headers(flow)[:1], 1000)).get("FLOW421") is Severity.WARNING
