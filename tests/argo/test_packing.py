"""Which foreachs are run in slices, how long these are, and what is said about the others."""

from __future__ import annotations

from typing import Any

import pytest

from flowc.backends.argo.packing import measured, slices_of
from flowc.backends.argo.size import Count, run_bytes
from flowc.backends.protocol import TargetSettings
from flowc.ir.settings import Catch, Retry, Settings, Timeout
from tests.argo.build import findings_of, request_of, tasks_of, template_of, with_settings
from tests.structure.build import at

ONE = "start: * a\na: j\nj+: end\nend:"
CHAIN = "start: * a\na: b\nb: j\nj+: end\nend:"
NESTED = "start: * a\na: * b\nb: i\ni+: j\nj+: end\nend:"
CHOICE = "start: * a\na: ? b j\nb: j\nj+: end\nend:"


def wide(items: int, **own: Any) -> TargetSettings:
    return TargetSettings(max_fan_out=items, own=own, store="s3://b", image="i")


@pytest.mark.parametrize(
    ("table", "items", "sizes"),
    [
        (ONE, 2000, {}),
        (ONE, 2001, {"a": 2}),
        (ONE, 10_000, {"a": 5}),
        (CHAIN, 10_000, {"a": 15}),  # three nodes each: that of the body, and two steps
        (NESTED, 44, {}),
        (NESTED, 100, {"b": 5}),
        (CHOICE, 10_000, {}),
    ],
)
def test_sizes(table: str, items: int, sizes: dict[str, int]) -> None:
    assert slices_of(request_of(table).flow, wide(items)) == sizes


def test_nothing_is_known_nothing_is_packed() -> None:
    assert slices_of(request_of(ONE).flow, TargetSettings()) == {}


def test_pack_says_how_long() -> None:
    assert slices_of(request_of(ONE).flow, TargetSettings(own={"pack": 8})) == {"a": 8}
    assert slices_of(request_of(ONE).flow, wide(10_000, pack=1)) == {}


def test_retries_are_nodes_too() -> None:
    request = with_settings(request_of(ONE), "a", Settings(retry=Retry(span=at(1))))
    assert slices_of(request.flow, wide(2000)) == {"a": 2}


def test_what_comes_out() -> None:
    request = request_of(CHAIN, target=TargetSettings(own={"pack": 8}))
    request = with_settings(request, "b", Settings(timeout=Timeout(seconds=100, span=at(1))))
    (task,) = (task for task in tasks_of(request).values() if "withSequence" in task)
    assert task["withSequence"] == {"count": "{{tasks.start.outputs.parameters.splits}}"}
    assert task["arguments"]["parameters"] == [{"name": "path", "value": "r.{{item}}x8"}]
    inner = tasks_of(request, "a-each")
    assert inner["b"]["arguments"]["parameters"] == [{"name": "path", "value": "{{inputs.parameters.path}}"}]
    variables = {one["name"]: one["value"] for one in template_of(request, "start")["container"]["env"]}
    assert variables["FLOWC_SLICE"] == "8"
    assert template_of(request, "b")["activeDeadlineSeconds"] == 160 * 8
    assert "FLOWC_SLICE" not in str(template_of(request, "a"))


THREE = "start: * a\na: ? b j\nb: j\nj+: * c\nc: ? d k\nd: k\nk+: * e\ne: ? f l\nf: l\nl+: end\nend:"


def said(table: str, **settings: Any) -> list[str]:
    return [finding.message for finding in findings_of(request_of(table, target=wide(**settings)), "FLOW422")]


def test_too_wide_and_not_to_be_packed() -> None:
    # each item is a node of its own, with two steps below it
    assert said(CHOICE, items=2600) == []
    assert said(CHOICE, items=2800) == [
        "the foreach of `start` may make 8,401 nodes on Argo: about 798 KiB, "
        "and Argo holds them all in one object of 1,024 KiB"
    ]


def test_what_is_packed_is_not_too_wide() -> None:
    assert said(ONE, items=100_000) == []
    assert said(ONE, items=10_000, pack=2) == []
    assert said(ONE, items=10_000, pack=1) == [
        "the foreach of `start` may make 10,001 nodes on Argo: about 1,057 KiB, "
        "and Argo holds them all in one object of 1,024 KiB"
    ]


def test_all_foreachs_of_a_flow_are_in_one_object() -> None:
    assert said(THREE, items=850) == []
    (message,) = said(THREE, items=1000)
    assert "may make 3,001 nodes on Argo, and all foreachs together 9,008: about" in message


def test_a_long_name_is_in_every_node() -> None:
    short, long = (run_bytes(Count(nodes=5000, pods=5000), name, 3) for name in ("f", "f" * 57))
    assert long - short == 5000 * 56


def test_all_that_becomes_a_node_is_counted() -> None:
    flow = request_of("start: ? a m\na: ? b m\nb: m\nm: l\nl: ? l end\nend:").flow
    # two cases lead to a node with other ways to it; a loop has its DAG, and the pass that is not made
    assert measured(flow, wide(2))[1] == Count(nodes=6 + 2 * 2 + 2, pods=6)
    caught = with_settings(request_of(ONE), "a", Settings(catch=Catch(span=at(1))))
    assert measured(caught.flow, wide(10))[1] == Count(nodes=1 + 20 + 3, pods=13)


@pytest.mark.parametrize("value", [0, -1, True, "8", 50_001])
def test_pack_is_checked(value: object) -> None:
    (finding,) = findings_of(request_of(ONE, target=TargetSettings(own={"pack": value})), "FLOW321")
    assert finding.message == "`pack` in the configuration of Argo is a number from 1 to 50000"


def test_other_settings() -> None:
    assert findings_of(request_of(ONE, target=TargetSettings(own={"context": "c"})), "FLOW321") == []
    (finding,) = findings_of(request_of(ONE, target=TargetSettings(own={"pak": 8})), "FLOW321")
    assert finding.message == (
        "`pak` in the configuration of Argo is no setting of Argo; "
        "there are pack, rbac, event-bus, event-source, event, sensor-account, event-source-account, "
        "kubeconfig, context, server, artifact-repository"
    )
