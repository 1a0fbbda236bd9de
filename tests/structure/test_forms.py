"""The forms of the IR: text, JSON and its schema, and the verifier."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from flowc.ir.analyse import analyse
from flowc.ir.codec import decode, encode
from flowc.ir.flow import Flow, Linear, StepId
from flowc.ir.regions import Edge, Loop, Route, Task
from flowc.ir.verify import BrokenInvariant, verify
from tests.structure.build import at, flow_of
from tests.structure.test_regions import TREES

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "ir.schema.json").read_text(encoding="utf-8"))


def structured(table: str) -> Flow:
    return analyse(flow_of(table)).flow


@pytest.mark.parametrize("name", TREES)
def test_json_form_round_trips_and_fits_its_schema(name: str) -> None:
    flow = structured(TREES[name][0])
    text = json.dumps(encode(flow))
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(text))
    again = decode(json.loads(text))
    assert again == flow
    assert [step.span for step in again.steps] == [step.span for step in flow.steps]


def test_json_form_of_another_version_is_refused() -> None:
    document = {**encode(structured("end:")), "version": 0}
    with pytest.raises(ValueError, match="version 0"):
        decode(document)


@pytest.mark.parametrize("name", TREES)
def test_derived_regions_verify(name: str) -> None:
    verify(structured(TREES[name][0]))


def _with_region(flow: Flow, **changes: object) -> Flow:
    assert isinstance(flow.region, Route)
    return replace(flow, region=replace(flow.region, **changes))


def test_verify_finds_what_passes_could_break() -> None:
    flow = structured("start: ? a b\na: end\nb: end\nend:")
    region = flow.region
    assert isinstance(region, Route)
    unnamed = tuple(replace(edge, case=None) for edge in region.edges)
    doubled = (*region.nodes, Task(step="a"))
    ghost = replace(flow.steps[1], transition=Linear(target=StepId("ghost"), span=at(1)))
    looped = (region.nodes[0], Loop(header="a", body=Route(nodes=(region.nodes[1],))), *region.nodes[2:])
    for broken, message in (
        (replace(flow, region=None), "has no region"),
        (_with_region(flow, edges=unnamed), "not told apart"),
        (_with_region(flow, edges=(Edge(source=1, target=0), *region.edges)), "topological order"),
        (_with_region(flow, edges=region.edges[1:]), "no edge reaches"),
        (_with_region(flow, nodes=doubled), "stands in 2 regions"),
        (_with_region(flow, nodes=looped), "has no back edge"),
        (replace(flow, steps=(flow.steps[0], ghost, *flow.steps[2:])), "leads to ghost"),
        (replace(flow, steps=(*flow.steps, flow.steps[0])), "occurs 2 times"),
    ):
        with pytest.raises(BrokenInvariant, match=message):
            verify(broken)
