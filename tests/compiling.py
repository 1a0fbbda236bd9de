"""Compile flow files in the process of the tests, without the cache, as the command line does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flowc.backends.protocol import Document
from flowc.backends.registry import resolve
from flowc.diagnostics import Finding, Severity
from flowc.diagnostics.render import Report, render
from flowc.ir.flow import Flow
from flowc.pipeline.emit import Target, emit
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from flowc.pipeline.several import several_flows
from flowc.pipeline.unit import Unit, has_errors


def read(path: Path, **options: object) -> Unit:
    """The flow file after the frontend, the passes and the rules."""
    return read_unit(path, Options(use_cache=False, **options))  # type: ignore[arg-type]


def rendered(findings: tuple[Finding, ...], folder: Path, colour: bool = False) -> str:
    """The findings as people see them who stand in the folder of the flow."""

    def lines(file: str) -> tuple[str, ...]:
        path = folder / file
        return tuple(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()

    return render(Report(findings=findings, files=("flow.py",), source=lines, color=colour), "full")


def write_example(folder: Path, source: str, files: Mapping[str, str]) -> Path:
    """An example of a rule as files; returns the path of the flow."""
    for name, text in {"flow.py": source, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder / "flow.py"


def serious(findings: tuple[Finding, ...]) -> list[Finding]:
    """Errors and warnings."""
    return [finding for finding in findings if finding.severity is not Severity.NOTE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """Everything that a compile says and makes."""

    flows: tuple[Flow, ...]
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]


def compile_for(path: Path, target: str, *, package_external: bool = True) -> Compiled:
    """Compile a file for a target; no documents when there is an error."""
    unit = read(path)
    findings = unit.findings
    if not unit.has_errors and len(unit.flows) > 1:
        findings = (*findings, several_flows(unit))
    documents: tuple[Document, ...] = ()
    if not has_errors(findings):
        backend, profile = resolve(target)
        emitted = emit(unit, Target(backend=backend, profile=profile, package_external=package_external))
        findings, documents = (*findings, *emitted[0]), emitted[1]
    return Compiled(flows=unit.flows, findings=findings, documents=documents)


def lint_example(manifest: str) -> tuple[Finding, ...]:
    """The findings about a manifest that is the example of a rule."""
    from flowc.backends.argo.lint import lint_manifest

    return tuple(lint_manifest(manifest, "manifest.yaml"))
