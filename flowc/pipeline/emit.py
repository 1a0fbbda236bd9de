"""From checked units to documents of a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, cast

from flowc.backends.protocol import Backend, Compute, Delivery, Document, Executor, Request, TargetSettings
from flowc.diagnostics import Finding
from flowc.diagnostics.record import record
from flowc.frontend.files import Files
from flowc.ir.flow import Flow
from flowc.pipeline.read import target_python
from flowc.pipeline.unit import Unit


@record
class Target:
    """A backend with the profile to emit for; `package_external` leaves the bytes of the code package out."""

    backend: Backend
    profile: str
    package_external: bool = False
    files: Files = field(default_factory=Files, repr=False)
    """Through which the package reads what goes into it."""


def request(unit: Unit, flow: Flow, target: Target) -> Request:
    """What the backend needs to know of one flow. Raises OSError when a source file has gone meanwhile."""
    from flowc.package.build import build_package

    return Request(
        flow=flow,
        profile=target.profile,
        settings=target_settings(unit.settings, target.backend.name),
        package=build_package(flow, unit.folder, unit.files, target.files),
        package_external=target.package_external,
    )


def check_target(unit: Unit, target: Target) -> tuple[Finding, ...]:
    """The findings of a target about all flows of a unit without errors."""
    return tuple(
        finding for flow in unit.flows for finding in target.backend.check(request(unit, flow, target))
    )


def emit(unit: Unit, target: Target) -> tuple[tuple[Finding, ...], tuple[Document, ...]]:
    """Findings and documents of all flows of a unit without errors; no documents when the target finds an error."""
    from flowc.ir.verify import verify
    from flowc.pipeline.unit import has_errors

    findings: list[Finding] = []
    documents: list[Document] = []
    for flow in unit.flows:
        verify(flow)
        asked = request(unit, flow, target)
        found = target.backend.check(asked)
        findings += found
        if not has_errors(found):
            documents += target.backend.emit(asked)
    return tuple(findings), tuple(documents)


def target_settings(settings: Mapping[str, Any], target: str) -> TargetSettings:
    """The part of the configuration that backends know."""
    defaults = TargetSettings()
    return TargetSettings(
        image=settings.get("image"),
        store=settings.get("store"),
        namespace=settings.get("namespace"),
        service_account=settings.get("service-account"),
        python=settings.get("python", defaults.python),
        target_python=target_python(settings),
        max_parallel=settings.get("max-parallel", defaults.max_parallel),
        delivery=cast("Delivery | None", settings.get("delivery")),
        max_fan_out=settings.get("max-fan-out"),
        executor=cast("Executor | None", settings.get("executor")),
        compute=cast("Compute", settings.get("compute", defaults.compute)),
        restricted=settings.get("restricted", defaults.restricted),
        labels=settings.get("labels", {}),
        annotations=settings.get("annotations", {}),
        own=settings.get(target, {}),
    )
