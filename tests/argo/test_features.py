"""Which features a flow uses, and where."""

from __future__ import annotations

from dataclasses import replace

from flowc.ir.features import YES, Feature, Support
from flowc.ir.features_used import features_used, unsupported
from flowc.ir.flow import Flow
from flowc.ir.settings import Resources, Retry, Settings, Timeout
from tests.argo.build import request_of, with_settings
from tests.structure.build import at


def used(flow: Flow) -> dict[Feature, int]:
    return {feature: span.line for feature, span in features_used(flow)}


def test_transitions_and_regions() -> None:
    table = "start: ? a b\na: ? a end\nb: * c\nc: * d\nd: e f\ne: g\nf: g\ng+: h\nh+: i\ni+: end\nend:"
    flow = request_of(table).flow
    assert used(flow) == {
        Feature.SWITCH: 2,
        Feature.LOOP: 2,
        Feature.FOREACH: 4,
        Feature.EMPTY_FOREACH: 4,
        Feature.NESTED_FOREACH: 4,
        Feature.BRANCH: 5,
    }


def test_settings() -> None:
    settings = Settings(
        resources=Resources(gpu=1, shared_memory=1),
        retry=Retry(minutes_between_retries=0, span=at(7)),
        timeout=Timeout(seconds=60, span=at(8)),
        environment=(("A", "b"),),
    )
    assert used(with_settings(request_of(), "hello", settings).flow) == {
        Feature.RETRY: 7,
        Feature.TIMEOUT: 8,
        Feature.RESOURCES: 2,
        Feature.GPU: 2,
        Feature.SHARED_MEMORY: 2,
        Feature.ENVIRONMENT: 2,
    }


def test_a_plain_flow_uses_nothing() -> None:
    assert used(request_of().flow) == {}


def test_unsupported_names_the_target_the_reason_and_the_place() -> None:
    table = {**dict.fromkeys(Feature, YES), Feature.SWITCH: Support(works=False, reason="why", help="what")}
    request = request_of("start: ? a b\na: end\nb: end\nend:")
    (finding,) = unsupported(request.flow, table, "Some Engine")
    assert (finding.code, finding.message) == ("FLOW301", "Some Engine cannot run switch")
    assert (finding.label, finding.help, finding.span.line) == ("why", "what", 1)
    ignored = {**table, Feature.SWITCH: replace(table[Feature.SWITCH], ignored=True)}
    (finding,) = unsupported(request.flow, ignored, "Some Engine")
    assert (finding.code, finding.message) == ("FLOW302", "switch has no effect on Some Engine")


def test_what_has_no_effect_is_said_once_with_all_places() -> None:
    table = {**dict.fromkeys(Feature, YES), Feature.SWITCH: Support(works=False, reason="why", help="what")}
    table[Feature.SWITCH] = replace(table[Feature.SWITCH], ignored=True)
    request = request_of("start: ? a b\na: c\nb: c\nc: ? d e\nd: end\ne: end\nend:")
    (finding,) = unsupported(request.flow, table, "Some Engine")
    assert finding.span == request.flow.steps[0].transition.span
    assert [(label.span.line, label.text) for label in finding.related] == [(4, "here too")]
    unable = {**table, Feature.SWITCH: replace(table[Feature.SWITCH], ignored=False)}
    assert [found.span.line for found in unsupported(request.flow, unable, "Some Engine")] == [1, 4]
