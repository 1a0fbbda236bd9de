"""The shim finds the same predecessors as the reference interpreter, from the winners alone."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from flowc.ir.analyse import analyse
from flowc.ir.trace import EndlessRun, TaskId, Trace, traces
from flowc.package.plan import plan_of
from flowc.runtime_shim.places import Places, TaskRef
from flowc.runtime_shim.plan import Plan
from tests.shim.random_flows import RandomFlow
from tests.structure.build import flow_of


class Chance:
    """Decisions by a seed; the same task always decides the same."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def choose(self, task: TaskId, arms: Sequence[str]) -> str:
        return Random(f"{self.seed} {task}").choice(list(arms))

    def splits(self, task: TaskId) -> int:
        return Random(f"{self.seed} {task}").randint(0, 3)


def places_of(table: str, trace: Trace, read: list[TaskRef] | None = None) -> Places:
    analysis = analyse(flow_of(table))
    winners = {visit.task: {"splits": visit.splits, "next": visit.next} for visit in trace.visits}

    def winner(task: TaskRef) -> dict[str, Any]:
        if read is not None:
            read.append(task)
        return winners[TaskId(task.step, task.path)]

    return Places(Plan(plan_of(analysis.flow)), winner)


def refs(tasks: Sequence[TaskId]) -> list[tuple[str, str]]:
    return [(task.step, task.path) for task in tasks]


@pytest.mark.parametrize("block", range(20))
def test_random_flows(block: int) -> None:
    compared = 0
    for seed in range(block * 20, block * 20 + 20):
        table = RandomFlow(seed).table
        flow = analyse(flow_of(table))
        assert flow.faults == (), table
        try:
            trace = traces(flow.flow, Chance(seed), max_passes=20)
        except EndlessRun:
            continue
        places = places_of(table, trace)
        for visit in trace.visits:
            found = places.before(TaskRef(visit.task.step, visit.task.path))
            assert [tuple(task) for task in found.tasks] == refs(visit.predecessors), (table, visit.task)
            assert found.opener == (visit.opener and (visit.opener.step, visit.opener.path)), (table, visit)
            compared += 1
    assert compared > 50


def test_a_task_with_one_way_to_it_reads_nothing() -> None:
    table = "start: a b\na: c\nb: j\nc: j\nj+: end\nend:"
    read: list[TaskRef] = []
    places = places_of(table, traces(analyse(flow_of(table)).flow, Chance(0)), read)
    assert places.before(TaskRef("j", "r")).tasks == (("c", "r"), ("b", "r"))
    assert read == []


def test_a_merge_reads_the_switch_nearest_before_it_alone() -> None:
    table = "start: ? a b\na: m\nb: m\nm: ? c d\nc: n\nd: n\nn: end\nend:"
    read: list[TaskRef] = []
    places = places_of(table, traces(analyse(flow_of(table)).flow, Chance(0)), read)
    places.before(TaskRef("n", "r"))
    assert read == [("m", "r")]


def test_a_flow_of_many_steps() -> None:
    size = 5000
    table = "start: s0\n" + "\n".join(f"s{i}: s{i + 1}" for i in range(size)) + f"\ns{size}: end\nend:"
    places = places_of(table, Trace(visits=()))
    assert places.before(TaskRef("s4000", "r")).tasks == (("s3999", "r"),)
