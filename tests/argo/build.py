"""Requests for the Argo backend from tables of edges (see `tests.structure.build`) and changes to their steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.protocol import CodePackage, Request, TargetSettings
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


def request_of(table: str = HELLO, *, external: bool = True, **changes: Any) -> Request:
    """A request; `changes` are fields of the flow, `target` the settings of the target."""
    target = changes.pop("target", TargetSettings())
    code = changes.pop("code", CODE)
    analysis = analyse(replace(flow_of(table), **changes))
    assert not analysis.faults, analysis.faults
    return Request(
        flow=analysis.flow, profile="argo@4.1", settings=target, package=code, package_external=external
    )


def with_settings(request: Request, name: str, settings: Settings) -> Request:
    """The request with other settings for one step."""
    return replace(request, flow=_changed(request.flow, name, settings))


def text_of(request: Request) -> str:
    """The manifest as text."""
    (document,) = ArgoBackend().emit(request)
    return document.text


def objects_of(request: Request) -> list[dict[str, Any]]:
    """The objects of the manifest."""
    return list(yaml.safe_load_all(text_of(request)))


def workflow_of(request: Request) -> dict[str, Any]:
    """The WorkflowTemplate."""
    return objects_of(request)[0]


def template_of(request: Request, name: str) -> dict[str, Any]:
    """One template of the WorkflowTemplate."""
    (template,) = (each for each in workflow_of(request)["spec"]["templates"] if each["name"] == name)
    return template


def tasks_of(request: Request, template: str = "flow") -> dict[str, dict[str, Any]]:
    """The tasks of a DAG template by name."""
    return {task["name"]: task for task in template_of(request, template)["dag"]["tasks"]}


def findings_of(request: Request, code: str) -> list[Finding]:
    """The findings with a code."""
    return [finding for finding in ArgoBackend().check(request) if finding.code == code]


def _changed(flow: Flow, name: str, settings: Settings) -> Flow:
    def change(step: Step) -> Step:
        return replace(step, settings=settings) if step.id == name else step

    return replace(flow, steps=tuple(map(change, flow.steps)))
