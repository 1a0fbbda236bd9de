"""What is generated is valid, and reaches every construct."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from flowc.ir.analyse import analyse
from flowc.ir.check import check
from flowc.ir.passes.order import visit
from flowc.ir.regions import Fork, Loop, Map, Region, Route, loop_targets
from flowc.ir.text import print_region
from flowc.ir.verify import verify
from tests.generate.flows import flows
from tests.generate.graph import Generated
from tests.structure.build import flow_of

SETTINGS = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@SETTINGS
@given(flows(shuffled=True))
def test_generated_flows_are_valid(generated: Generated) -> None:
    analysis = analyse(generated.flow())
    assert analysis.faults == ()
    verify(analysis.flow)
    assert [finding for finding in check(analysis) if finding.severity.value == "error"] == []


@SETTINGS
@given(flows())
def test_forms_of_one_flow_are_alike(generated: Generated) -> None:
    tree = ast.parse(generated.source())
    (flow,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    methods = [node for node in flow.body if isinstance(node, ast.FunctionDef)]
    assert [method.name for method in methods] == [step.id for step in generated.flow().steps]
    assert flow_of(generated.table()).steps == generated.flow().steps
    again = generated.renamed({"x": "y"})
    assert again == generated


@SETTINGS
@given(flows())
def test_renamed_flows_have_the_same_regions(generated: Generated) -> None:
    names = {node.name: f"renamed_{i}" for i, node in enumerate(generated.nodes)}
    names |= {"start": "start", "end": "end"}
    one, two = analyse(generated.flow()).flow, analyse(generated.renamed(names).flow()).flow
    assert one.region is not None and two.region is not None
    assert [names[step] for step in visit(one.region)] == visit(two.region)


def _regions(generated: Generated) -> list[Region]:
    region = analyse(generated.flow()).flow.region
    assert region is not None
    found: list[Region] = [region]
    for one in found:
        match one:
            case Route(nodes=nodes):
                found.extend(nodes)
            case Fork(branches=branches):
                found.extend(branches)
            case Map(body=body) | Loop(body=body):
                found.append(body)
            case _:
                pass
    return found


def _has_crossing(route: Region) -> bool:
    """Two switches that lead to two common targets."""
    if not isinstance(route, Route):
        return False
    targets: dict[int, set[int]] = {}
    for edge in route.edges:
        targets.setdefault(edge.source, set()).add(edge.target)
    pairs = Counter(
        (low, high) for several in targets.values() for low in several for high in several if low < high
    )
    return any(count > 1 for count in pairs.values())


def _loops_deep(region: Region) -> bool:
    return isinstance(region, Loop) and any(
        isinstance(node, Loop) and set(loop_targets(node)) & set(loop_targets(region))
        for node in region.body.nodes
    )


CONSTRUCTS: dict[str, Callable[[Region], bool]] = {
    "crossed merges": _has_crossing,
    "two openers": lambda region: isinstance(region, Fork | Map) and len(region.openers) > 1,
    "loop with several exits": lambda region: isinstance(region, Loop) and len(loop_targets(region)) > 1,
    "loop past an outer loop": _loops_deep,
    "foreach in a foreach": lambda region: (
        isinstance(region, Map) and any(isinstance(node, Map) for node in region.body.nodes)
    ),
    "loop in a foreach": lambda region: (
        isinstance(region, Map) and any(isinstance(node, Loop) for node in region.body.nodes)
    ),
    "branch in a loop": lambda region: (
        isinstance(region, Loop) and any(isinstance(node, Fork) for node in region.body.nodes)
    ),
    "case straight to the join": lambda region: (
        isinstance(region, Map) and any(exit_.case for exit_ in region.body.exits)
    ),
}


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_is_reached(construct: str) -> None:
    wanted = CONSTRUCTS[construct]
    found = find(
        flows(),
        lambda generated: any(wanted(region) for region in _regions(generated)),
        settings=settings(
            max_examples=2000, deadline=None, database=None, derandomize=True, phases=[Phase.generate]
        ),
    )
    assert print_region(analyse(found.flow()).flow.region or Route(nodes=()))
