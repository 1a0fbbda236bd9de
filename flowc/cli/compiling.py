"""What `flowc compile` does, apart from its command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from flowc.cli.exits import MISUSE, OK
from flowc.cli.printing import of_unit, strict
from flowc.diagnostics import Finding
from flowc.ir.flow import Flow
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from flowc.pipeline.unit import Unit, has_errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to make of the flow files. `output` is a file, a folder, or `-` for stdout."""

    target: str | None
    emit: str
    output: str
    compare: bool
    external: bool
    strict: bool
    options: Options


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Findings as displayed, and the documents by the name of the file they would go to."""

    findings: list[Finding]
    texts: dict[str, str] = field(default_factory=dict)
    deliver: Callable[[], int]


def compile_files(paths: Sequence[Path], job: Job) -> Outcome:
    """Read, check and emit all files; nothing is delivered yet."""
    outcome = Outcome(findings=[], deliver=lambda: OK)
    for path in paths:
        unit = read_unit(path, job.options)
        _add(unit, job, outcome)
    if job.strict or any(unit_is_strict for unit_is_strict in _strictness(job)):
        outcome.findings = list(strict(outcome.findings))
    outcome.deliver = lambda: _deliver(outcome.texts, job)
    return outcome


def _strictness(job: Job) -> tuple[bool, ...]:
    return (bool(job.options.settings.get("strict")), job.options.strict)


def _add(unit: Unit, job: Job, outcome: Outcome) -> None:
    findings = list(unit.findings)
    if not has_errors(findings) and len(unit.flows) > 1:
        findings.append(several_flows(unit))
    if not has_errors(findings):
        found, texts = _emit(unit, job)
        findings += found
        for name, text in texts.items():
            outcome.texts[_free_name(name, unit, outcome.texts)] = text
    if unit.settings.get("strict"):
        findings = list(strict(findings))
    outcome.findings += of_unit(unit, findings)


def _free_name(name: str, unit: Unit, taken: dict[str, str]) -> str:
    return name if name not in taken else f"{unit.path.stem}.{name}"


def several_flows(unit: Unit) -> Finding:
    """The finding for a file of which one flow has to be chosen."""
    from flowc.diagnostics import Label, error

    names = [flow.name for flow in unit.flows]
    return error(
        "FLOW005",
        unit.flows[1].span,
        f"this file has {len(names)} flows: {', '.join(f'`{name}`' for name in names)}",
        label="a second flow",
        help=f"choose one: --flow {names[0]}",
        related=(Label(span=unit.flows[0].span, text="the first flow"),),
    )


def _emit(unit: Unit, job: Job) -> tuple[Sequence[Finding], dict[str, str]]:
    match job.emit:
        case "ir":
            from flowc.ir.text import print_flow

            return (), {f"{flow.name.lower()}.ir.txt": print_flow(flow) for flow in unit.flows}
        case "ir-json":
            return (), {f"{flow.name.lower()}.ir.json": _json(flow) for flow in unit.flows}
        case kind:
            return _emit_for_target(unit, job, kind)


def _json(flow: Flow) -> str:
    from flowc.ir.codec import encode

    return json.dumps(encode(flow), indent=2) + "\n"


def _emit_for_target(unit: Unit, job: Job, kind: str) -> tuple[Sequence[Finding], dict[str, str]]:
    from flowc.backends.registry import UnknownTargetError, resolve
    from flowc.pipeline.emit import Target, emit, request

    try:
        backend, profile = resolve(job.target or "")
    except UnknownTargetError as failure:
        raise click.BadParameter(str(failure), param_hint="--target") from None
    target = Target(backend=backend, profile=profile, package_external=job.external)
    findings, documents = emit(unit, target)
    if kind == "rbac" and not has_errors(findings):
        documents = tuple(backend.rbac(request(unit, flow, target)) for flow in unit.flows)
    return findings, {document.name: document.text for document in documents}


def _deliver(texts: dict[str, str], job: Job) -> int:
    """Write the documents, or compare them with what is there."""
    from flowc.cli.delivery import compare_with, place

    if job.compare:
        if job.output == "-":
            raise click.UsageError("--check compares with a file or folder: name it with --output")
        return compare_with(place(texts, job.output))
    if job.output == "-":
        sys.stdout.write(_joined(list(texts.values())))
        return OK
    from flowc.pipeline.output import write_all

    try:
        write_all(place(texts, job.output))
    except OSError as failure:
        sys.stderr.write(f"error: cannot write the output: {failure}\n")
        return MISUSE
    return OK


def _joined(texts: list[str]) -> str:
    """Several YAML documents in one stream; each text starts with its own separator where the format has one."""
    return "".join(
        text if index == 0 or text.startswith("---") else f"---\n{text}" for index, text in enumerate(texts)
    )
