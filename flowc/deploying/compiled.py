"""A flow file compiled for an engine that it is about to be sent to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from flowc.backends.protocol import Backend, Document, Request
from flowc.diagnostics import Finding
from flowc.diagnostics.record import record
from flowc.frontend.files import Files
from flowc.pipeline.emit import Target, request
from flowc.pipeline.make import raised
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from flowc.pipeline.several import several_flows
from flowc.pipeline.unit import Unit, has_errors


@record
class Aim:
    """What to compile for. `given` are the command line's settings of the target, over those of its table."""

    backend: Backend
    profile: str
    given: Mapping[str, Any] = field(default_factory=dict)
    strict: bool = False


@record
class Compiled:
    """The outcome. `request` is None when the file does not hold exactly one flow without an error of its own.

    `findings` name files relative to the folder of the flow; `documents` are empty when one of them is an error.
    """

    settings: Mapping[str, Any]
    findings: tuple[Finding, ...]
    request: Request | None
    documents: tuple[Document, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing stops the deployment so far."""
        return self.request is not None and not has_errors(self.findings)


def read_for(path: Path, options: Options, aim: Aim) -> Compiled:
    """Read the one flow of a file and what the target is asked for; the target itself checks nothing yet."""
    files = Files()
    unit = _with_given(read_unit(path, options, files), aim)
    strict = aim.strict or bool(unit.settings.get("strict"))
    findings = unit.findings
    if not has_errors(findings) and len(unit.flows) > 1:
        findings = (*findings, several_flows(unit))
    findings = raised(findings) if strict else findings
    asked = None
    if not has_errors(findings) and unit.flows:
        target = Target(backend=aim.backend, profile=aim.profile, files=files)
        asked = request(unit, unit.flows[0], target)
    return Compiled(settings=unit.settings, findings=findings, request=asked)


def compile_for(path: Path, options: Options, aim: Aim) -> Compiled:
    """Read, check and emit, with the findings that `flowc compile` gives."""
    from flowc.ir.verify import verify

    read = read_for(path, options, aim)
    if read.request is None:
        return read
    verify(read.request.flow)
    found = aim.backend.check(read.request)
    if aim.strict or read.settings.get("strict"):
        found = raised(found)
    documents = () if has_errors(found) else aim.backend.emit(read.request)
    return replace(read, findings=(*read.findings, *found), documents=documents)


def _with_given(unit: Unit, aim: Aim) -> Unit:
    if not aim.given:
        return unit
    name = aim.backend.name
    return replace(unit, settings={**unit.settings, name: {**unit.settings.get(name, {}), **aim.given}})
