"""Emitted manifests do what the reference interpreter says, in every run of every construct."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.protocol import CodePackage, Request, TargetSettings
from flowc.ir.analyse import analyse
from flowc.ir.flow import Flow
from flowc.ir.trace import traces
from tests.argo_sim.compare import FIRST, LAST, compare, fail_one
from tests.argo_sim.manifest import Manifest
from tests.argo_sim.oracles import Random, every_run
from tests.generate.flows import flows
from tests.generate.graph import Generated
from tests.structure.build import flow_of
from tests.structure.trees import TREES

PACKAGE = CodePackage(digest="0123456789abcdef" * 4, data=b"")


def structured(flow: Flow) -> Flow:
    analysis = analyse(flow)
    assert analysis.faults == ()
    return analysis.flow


def emit(flow: Flow) -> str:
    request = Request(
        flow=flow, profile="argo@4.1", settings=TargetSettings(), package=PACKAGE, package_external=True
    )
    (document,) = ArgoBackend().emit(request)
    return document.text


@pytest.mark.parametrize("name", TREES)
def test_every_run_is_as_the_reference_says(name: str) -> None:
    table, sizes, passes = TREES[name]
    flow = structured(flow_of(table))
    manifest = Manifest(emit(flow))
    oracles = list(every_run(flow, sizes, passes))
    assert oracles
    for oracle in oracles:
        for choose in (FIRST, LAST):
            compare(flow, manifest, oracle, choose)


@pytest.mark.parametrize("name", TREES)
def test_a_failed_step_stops_what_needs_it(name: str) -> None:
    table, sizes, passes = TREES[name]
    flow = structured(flow_of(table))
    manifest = Manifest(emit(flow))
    for oracle in list(every_run(flow, sizes, passes))[:5]:
        for task in traces(flow, oracle).tasks():
            for choose in (FIRST, LAST):
                fail_one(flow, manifest, oracle, task, choose)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(flows(), st.integers(0, 1000))
def test_generated_flows_run_as_the_reference_says(generated: Generated, seed: int) -> None:
    flow = structured(generated.flow())
    manifest = Manifest(emit(flow))
    shuffle = random.Random(seed)
    for number in range(4):
        compare(flow, manifest, Random(flow, seed + number), shuffle.randrange)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(flows(max_steps=15), st.integers(0, 1000))
def test_generated_flows_fail_as_a_whole(generated: Generated, seed: int) -> None:
    flow = structured(generated.flow())
    shuffle = random.Random(seed)
    oracle = Random(flow, seed)
    tasks = traces(flow, oracle).tasks()
    fail_one(flow, Manifest(emit(flow)), oracle, shuffle.choice(tasks), shuffle.randrange)
