"""Emitted machines do what the reference interpreter says, in every run of every construct, in every mode."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowc.backends.protocol import TargetSettings
from flowc.backends.step_functions.retries import READER
from flowc.ir.analyse import analyse
from flowc.ir.flow import Flow
from flowc.ir.trace import traces
from tests.argo_sim.oracles import Random, every_run
from tests.generate.flows import flows
from tests.generate.graph import Generated
from tests.step_functions.build import documents_of, request_for
from tests.step_functions.compare import compare, execution, fail_one, services
from tests.step_functions.expressions import Failed
from tests.structure.build import flow_of
from tests.structure.trees import TREES

STORE = "s3://artifacts/some/flows"
TARGETS = {
    "inline": TargetSettings(own={"map": "inline"}, store=STORE),
    "distributed": TargetSettings(own={"map": "distributed"}, store=STORE),
    "ecs": TargetSettings(compute="ecs", store=STORE),
}


def structured(flow: Flow) -> Flow:
    analysis = analyse(flow)
    assert analysis.faults == ()
    return analysis.flow


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", TREES)
def test_every_run_is_as_the_reference_says(name: str, target: str) -> None:
    table, sizes, passes = TREES[name]
    flow = structured(flow_of(table))
    documents = documents_of(request_for(flow, TARGETS[target]))
    oracles = list(every_run(flow, sizes if target == "inline" else (0, 2), passes))
    assert oracles
    for number, oracle in enumerate(oracles):
        compare(flow, documents, oracle, backwards=number % 2 == 1)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", TREES)
def test_a_failed_step_stops_what_needs_it(name: str, target: str) -> None:
    table, sizes, passes = TREES[name]
    flow = structured(flow_of(table))
    documents = documents_of(request_for(flow, TARGETS[target]))
    for oracle in list(every_run(flow, sizes, passes))[:3]:
        for task in traces(flow, oracle).tasks():
            fail_one(flow, documents, oracle, task)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(flows(), st.integers(0, 1000), st.sampled_from(sorted(TARGETS)))
def test_generated_flows_run_as_the_reference_says(generated: Generated, seed: int, target: str) -> None:
    flow = structured(generated.flow())
    documents = documents_of(request_for(flow, TARGETS[target]))
    for number in range(3):
        compare(flow, documents, Random(flow, seed + number), backwards=number == 1)


@pytest.mark.parametrize("unreadable", [5, 6])
def test_a_list_that_cannot_be_read_for_a_moment_is_read_again(unreadable: int) -> None:
    table, _, _ = TREES["foreach"]
    flow = structured(flow_of(table))
    documents = documents_of(request_for(flow, TARGETS["distributed"]))
    oracle = next(oracle for oracle in every_run(flow, (2,), 1))
    world = services(flow, documents, oracle, unreadable=unreadable)
    if unreadable > READER.attempts:
        with pytest.raises(Failed, match=r"States\.ItemReaderFailed"):
            execution(documents, world).run()
        return
    execution(documents, world).run()
    ended = [event.task for event in world.events if event.kind == "end"]
    assert sorted(map(str, ended)) == sorted(map(str, traces(flow, oracle).tasks()))
