"""Generated flows: renamed and shuffled, they compile to the same manifest but for the names."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.protocol import CodePackage, Request, TargetSettings
from flowc.ir.analyse import analyse
from flowc.ir.check import check
from flowc.ir.flow import Flow
from flowc.ir.text import print_flow
from tests.generate.flows import flows
from tests.generate.graph import Generated

CODE = CodePackage(digest="0" * 64, data=b"")
FIXED = ("start", "end")


def names_of(generated: Generated, pattern: str, *, reverse: bool) -> dict[str, str]:
    """New names of one length, in the order of the nodes or against it."""
    own = [node.name for node in generated.nodes if node.name not in FIXED]
    return {name: pattern.format(999 - number if reverse else number) for number, name in enumerate(own)}


def texts(flow: Flow, names: Mapping[str, str]) -> tuple[str, str]:
    """The IR and the manifest, with numbers for the new names."""
    analysis = analyse(flow)
    assert analysis.faults == ()
    target = TargetSettings()
    request = Request(
        flow=analysis.flow, profile="argo@4.1", settings=target, package=CODE, package_external=True
    )
    (document,) = ArgoBackend().emit(request)
    return neutral(print_flow(analysis.flow), names), neutral(document.text, names)


def neutral(text: str, names: Mapping[str, str]) -> str:
    for number, name in enumerate(names.values()):
        text = text.replace(name, f"<step {number}>")
    return text


@settings(max_examples=150, deadline=None)
@given(generated=flows(), data=st.data())
def test_names_and_order_do_not_matter(generated: Generated, data: st.DataObject) -> None:
    one = names_of(generated, "walnut{:03d}q", reverse=False)
    two = names_of(generated, "cherry{:03d}q", reverse=True)
    order = data.draw(st.permutations(range(len(generated.nodes))))
    first = generated.renamed(one).flow()
    second = generated.renamed(two).reordered(order).flow()
    assert texts(first, one) == texts(second, two)


@settings(max_examples=60, deadline=None)
@given(generated=flows(shuffled=True))
def test_valid_flows_get_no_finding_about_their_graph(generated: Generated) -> None:
    codes = {finding.code for finding in check(analyse(generated.flow())) if finding.code < "FLOW100"}
    assert codes == set()
