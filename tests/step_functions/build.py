"""Requests for the Step Functions backend from tables of edges (see `tests.structure.build`)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from flowc.backends.protocol import CodePackage, Request, TargetSettings
from flowc.backends.step_functions.backend import StepFunctionsBackend
from flowc.diagnostics import Finding
from flowc.ir.analyse import analyse
from flowc.ir.flow import Flow, Step
from flowc.ir.settings import Settings
from tests.structure.build import flow_of

CODE = CodePackage(digest="0123456789abcdef" * 4, data=b"PK\x03\x04")

HELLO = """
start: hello
hello: end
end:
"""


def request_for(flow: Flow, target: TargetSettings | None = None) -> Request:
    """A request for a flow that has its structure."""
    return Request(
        flow=flow,
        profile="step-functions",
        settings=target or TargetSettings(),
        package=CODE,
        package_external=True,
    )


def request_of(table: str = HELLO, **changes: Any) -> Request:
    """A request; `changes` are fields of the flow, `target` the settings of the target."""
    target = changes.pop("target", TargetSettings())
    analysis = analyse(replace(flow_of(table), **changes))
    assert not analysis.faults, analysis.faults
    return request_for(analysis.flow, target)


def with_settings(request: Request, name: str, settings: Settings) -> Request:
    """The request with other settings for one step."""

    def change(step: Step) -> Step:
        return replace(step, settings=settings) if step.id == name else step

    flow = replace(request.flow, steps=tuple(map(change, request.flow.steps)))
    return replace(request, flow=flow)


def documents_of(request: Request) -> dict[str, str]:
    """All documents by name."""
    return {document.name: document.text for document in StepFunctionsBackend().emit(request)}


def machine_of(request: Request) -> dict[str, Any]:
    """The state machine."""
    machine: dict[str, Any] = json.loads(documents_of(request)["state-machine.json"])
    return machine


def states_of(request: Request) -> dict[str, dict[str, Any]]:
    """All states of the machine by name, wherever they are."""
    found: dict[str, dict[str, Any]] = {}
    pending = [machine_of(request)]
    while pending:
        for name, state in pending.pop()["States"].items():
            assert name not in found, f"two states are called {name}"
            found[name] = state
            pending += state.get("Branches", ())
            if "ItemProcessor" in state:
                pending.append(state["ItemProcessor"])
    return found


def findings_of(request: Request, code: str) -> list[Finding]:
    """The findings with a code."""
    return [finding for finding in StepFunctionsBackend().check(request) if finding.code == code]
