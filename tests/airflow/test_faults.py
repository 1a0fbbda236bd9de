"""The simulator can tell a right DAG file from a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.ir.trace import TaskId, traces
from tests.airflow.emitting import emit, structured
from tests.airflow.sim.compare import FIRST, LAST, compare, fail_one, run
from tests.airflow.sim.file import load
from tests.argo_sim.oracles import every_run
from tests.structure.build import flow_of

FOREACH = "start: * a\na: ? b c\nb: * w\nw: i\ni+: m\nc: m\nm: j\nj+: end\nend:"
SWITCH = "start: ? a b m\na: a2\na2: m\nb: m\nm: end\nend:"

FAULTS = {
    "a join that an empty foreach skips": (
        FOREACH,
        '[start, each_a_2] >> step("j", trigger_rule="none_failed_min_one_success")',
        '[start, each_a_2] >> step("j")',
    ),
    "a second part of a body that does not ask whether the token comes": (
        FOREACH,
        '{"a": ["b"]}, trigger_rule="none_failed")',
        '{"a": ["b", "c"]}, trigger_rule="none_failed")',
    ),
    "a body that does not wait for the inner one": (
        FOREACH,
        "[each_a, each_w] >> each_a_2",
        "each_a >> each_a_2",
    ),
    "a merge that wants all of its arms": (SWITCH, ', trigger_rule="none_failed_min_one_success"', ""),
    "a guard for the wrong arm": (SWITCH, '{"start": ["a"]}', '{"start": ["b"]}'),
    "a step in the wrong scope": (FOREACH, 'step("w", path)', 'step("w", path, passes="_0")'),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    table, right, wrong = FAULTS[fault]
    flow = structured(flow_of(table))
    text = emit(flow)
    assert right in text, text
    file = load(text.replace(right, wrong))
    with pytest.raises(AssertionError):
        for oracle in every_run(flow, (0, 1, 2), 2):
            for choose in (FIRST, LAST):
                compare(flow, file, oracle, choose)


def test_a_failure_that_does_not_fail_the_run_is_found() -> None:
    flow = structured(flow_of("start: a b\na: j\nb: j\nj+: end\nend:"))
    text = emit(flow)
    assert "j = [a, b] >> " in text
    file = load(text.replace("j = [a, b] >> ", "j = a >> ").replace('step("b")', 'step("b").as_teardown()'))
    oracle = next(every_run(flow, (1,), 1))
    with pytest.raises(AssertionError):
        fail_one(flow, file, oracle, TaskId("b", "r"))


def test_slices_are_made_of_many_items_and_only_then() -> None:
    flow = structured(flow_of("start: * a\na: b\nb: j\nj+: end\nend:"))
    text = emit(flow, own={"max-map-length": 3})
    assert "MAP_LENGTH = 3 " in text
    file = load(text)
    operator = type("Operator", (), {"gives": "slices", "path": "r", "passes": "", "step": "start"})()
    given = file.names["given"]
    assert given(operator, {}, 3, None) == ["r.0", "r.1", "r.2"]
    assert given(operator, {}, 4, None) == ["r.0x2", "r.1x2"]
    assert given(operator, {}, 100, None) == ["r.0x34", "r.1x34", "r.2x34"]
    assert given(operator, {}, 0, None) == []
    compare(flow, file, Many(6))


def test_items_of_inner_lists_are_sliced_too() -> None:
    flow = structured(flow_of("start: * a\na: * b\nb: c\nc: j\nj+: k\nk+: end\nend:"))
    file = load(emit(flow, own={"max-map-length": 4}))
    sliced = file.names["sliced"]
    assert sliced(["r.0.0", "r.0.1", "r.0.2", "r.1.0", "r.1.1"]) == ["r.0.0x2", "r.0.1x2", "r.1.0x2"]
    assert sliced(["r.0.0x3", "r.0.1x3", "r.1.0"]) == ["r.0.0x2", "r.0.1x2", "r.0.2x2", "r.1.0x2"]
    with pytest.raises(Exception, match="5 lists of items"):
        sliced([f"r.{item}.0" for item in range(5)])
    compare(flow, file, Many(4))


class Many:
    """Every foreach has as many items."""

    def __init__(self, items: int) -> None:
        self.items = items

    def choose(self, task: TaskId, arms: object) -> str:
        raise AssertionError("there is no switch")

    def splits(self, task: TaskId) -> int:
        return self.items


def test_a_foreach_too_wide_for_its_body_fails_the_run() -> None:
    flow = structured(flow_of("start: * a\na: ? b j\nb: j\nj+: end\nend:"))
    file = load(emit(flow, own={"max-map-length": 3}))
    operator = type("Operator", (), {"gives": "paths", "path": "r", "passes": "", "step": "start"})()
    with pytest.raises(Exception, match="4 items: Airflow maps 3 at most"):
        file.names["given"](operator, {}, 4, None)


def test_a_loop_past_its_bound_fails_the_run() -> None:
    flow = structured(flow_of("start: a\na: ? a end\nend:"))
    file = load(emit(flow, own={"loop-bounds": {"a": 2}}))
    three = max(every_run(flow, (1,), 3), key=lambda oracle: len(traces(flow, oracle).tasks()))
    state, world, expected = run(flow, file, three, FIRST)
    passes = [task.path for kind, task in world.events if kind == "end" and task.step == "a"]
    assert [task.path for task in expected.tasks() if task.step == "a"] == ["r_0", "r_1", "r_2"]
    assert passes == ["r_0", "r_1"]
    assert state == "failed"


def test_nothing_of_the_simulator_stays_behind() -> None:
    import sys

    load(Path(__file__).parents[2].joinpath("golden/hello/expected.airflow.py").read_text(encoding="utf-8"))
    assert not [name for name in sys.modules if name.split(".")[0] == "airflow"]
