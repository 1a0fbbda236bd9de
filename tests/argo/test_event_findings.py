"""What Argo Events cannot do is said before anything is emitted."""

from __future__ import annotations

import pytest

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.flow import Event, Upstream
from tests.argo.build import findings_of
from tests.argo.waiting import following, parameter, waiting

A = Event(name="a")


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        (waiting(Event(name="a b")), "FLOW308", "`a b` as the name of an event"),
        (waiting(Event(name="^a$")), "FLOW308", "`^a$`"),
        (
            waiting(Event(name="a", parameters=(("t", "x.y"),)), parameters=(parameter("t"),)),
            "FLOW308",
            "`x.y`",
        ),
        (
            waiting(Event(name="a", parameters=(("t", '"}}'),)), parameters=(parameter("t"),)),
            "FLOW308",
            '`"}}`',
        ),
        (
            waiting(
                Event(name="a", parameters=(("t", "x"),)),
                Event(name="b", parameters=(("T", "x"),)),
                parameters=(parameter("t"),),
            ),
            "FLOW308",
            "two events give the parameter `t`",
        ),
        (following(Upstream(flow="A", project="p$", branch="prod")), "FLOW308", "`p$`"),
        (waiting(A, parameters=(parameter("flowc-event-1"),)), "FLOW308", "a parameter of flowc's own"),
        (waiting(A, A, parameters=(parameter("t", None),)), "FLOW307", "the event that starts"),
        (
            following(Upstream(flow="A"), parameters=(parameter("t", None),)),
            "FLOW307",
            "another one has ended",
        ),
        (waiting(A, options={"resets": 1}), "FLOW331", "`resets`"),
        (waiting(A, options={"reset_at": "daily"}), "FLOW331", "`reset_at`"),
        (waiting(A, options={"reset_at": {"cron": "daily"}}), "FLOW305", "`daily`"),
        (waiting(A, options={"reset_at": {"cron": "0 0 * * *", "timezone": "a b"}}), "FLOW305", "reset"),
        (following(Upstream(flow="A"), target=TargetSettings(store="s")), "FLOW332", "all namespaces"),
        (waiting(A, target=TargetSettings()), "FLOW314", "runs that events start"),
        (waiting(A, target=TargetSettings(own={"event-bus": "a b"})), "FLOW321", "`event-bus`"),
    ],
    ids=str,
)
def test_what_argo_events_cannot_do_is_said(request_: Request, code: str, words: str) -> None:
    (finding,) = findings_of(request_, code)
    assert words in finding.message


def test_what_argo_events_can_do_has_no_finding() -> None:
    options = {"reset_at": {"cron": "0 0 * * *", "timezone": "America/Argentina/Buenos_Aires"}}
    for request in (waiting(A, options=options), waiting(A, options={}), following(Upstream(flow="A"))):
        assert ArgoBackend().check(request) == ()
