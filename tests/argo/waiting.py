"""Requests of flows that wait for events."""

from __future__ import annotations

from typing import Any

from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.flow import Event, Parameter, Trigger, TriggerOnFinish, Upstream
from flowc.ir.values import Json, Known
from tests.argo.build import request_of
from tests.structure.build import at

STORE = TargetSettings(store="s3://bucket", image="i", namespace="flows")


def parameter(name: str, default: str | None = "none", **changes: Any) -> Parameter:
    known = None if default is None else Known(value=default)
    fields = {"attribute": name, "name": name, "type": "str", "help": "", "span": at(3), "default": known}
    return Parameter(**{**fields, "required": default is None, **changes})


def waiting(*events: Event, options: Json = None, target: TargetSettings = STORE, **changes: Any) -> Request:
    return request_of(trigger=Trigger(events=events, options=options, span=at(2)), target=target, **changes)


def following(*flows: Upstream, target: TargetSettings = STORE, **changes: Any) -> Request:
    return request_of(trigger_on_finish=TriggerOnFinish(flows=flows, span=at(2)), target=target, **changes)
