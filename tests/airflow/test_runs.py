"""Emitted DAG files do what the reference interpreter says, in every run of every construct."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowc.ir.flow import Flow
from flowc.ir.regions import Fork, Gang, Loop, Map, Region, Route, Task
from flowc.ir.trace import traces
from tests.airflow.emitting import emit, structured
from tests.airflow.sim.compare import FIRST, LAST, compare, fail_one
from tests.airflow.sim.file import DagFile, load
from tests.argo_sim.oracles import Random, every_run
from tests.generate.flows import flows
from tests.generate.graph import Generated
from tests.structure.build import flow_of
from tests.structure.trees import TREES


def headers(region: Region) -> set[str]:
    """The first steps of all loops."""
    match region:
        case Task():
            return set()
        case Route(nodes=inner) | Fork(branches=inner):
            return {name for each in inner for name in headers(each)}
        case Map(body=body) | Gang(body=body):
            return headers(body)
        case Loop(header=header, body=body):
            return {header} | headers(body)


def files(flow: Flow, passes: int) -> list[DagFile]:
    """The flow with its loops as DAG runs, unrolled, and half of each."""
    assert flow.region is not None
    loops = sorted(headers(flow.region))
    ways = [[], loops, loops[::2], loops[1::2]] if len(loops) > 1 else [[], loops] if loops else [[]]
    return [load(emit(flow, own={"loop-bounds": dict.fromkeys(some, passes)})) for some in ways]


@pytest.mark.parametrize("name", TREES)
def test_every_run_is_as_the_reference_says(name: str) -> None:
    table, sizes, passes = TREES[name]
    flow = structured(flow_of(table))
    oracles = list(every_run(flow, sizes, passes))
    assert oracles
    for file in files(flow, passes):
        for oracle in oracles[:60]:
            for choose in (FIRST, LAST):
                compare(flow, file, oracle, choose)


@pytest.mark.parametrize("name", TREES)
def test_a_failed_step_stops_what_needs_it(name: str) -> None:
    table, sizes, passes = TREES[name]
    flow = structured(flow_of(table))
    for file in files(flow, passes):
        for oracle in list(every_run(flow, sizes, passes))[:4]:
            for task in traces(flow, oracle).tasks():
                for choose in (FIRST, LAST):
                    fail_one(flow, file, oracle, task, choose)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(flows(), st.integers(0, 1000))
def test_generated_flows_run_as_the_reference_says(generated: Generated, seed: int) -> None:
    flow = structured(generated.flow())
    shuffle = random.Random(seed)
    for file in files(flow, 4):
        for number in range(3):
            compare(flow, file, Random(flow, seed + number), shuffle.randrange)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(flows(max_steps=15), st.integers(0, 1000))
def test_generated_flows_fail_as_a_whole(generated: Generated, seed: int) -> None:
    flow = structured(generated.flow())
    shuffle = random.Random(seed)
    oracle = Random(flow, seed)
    tasks = traces(flow, oracle).tasks()
    for file in files(flow, 4):
        fail_one(flow, file, oracle, shuffle.choice(tasks), shuffle.randrange)
