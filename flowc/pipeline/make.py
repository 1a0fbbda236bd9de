"""From a flow file to the texts that a user asked for, kept in the cache as a whole.

A run on unchanged sources gives back what the last one made, without loading LibCST, the IR or a backend. The
answer depends on what was read or looked for on the way: the sources, the configuration, the files of the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowc.diagnostics import Finding, Severity
from flowc.diagnostics.record import record
from flowc.frontend.files import Access, Files
from flowc.pipeline.options import Options

if TYPE_CHECKING:
    from flowc.pipeline.unit import Unit


@record
class Making:
    """What to make of a flow file: `emit` is `manifest`, `rbac`, `ir`, `ir-json`, or `check` for findings alone.

    The first two need a target; with one, `check` looks for the target's findings too.
    `external` leaves the bytes of the code package out; `strict` makes errors of warnings.
    """

    emit: str
    target: str | None
    external: bool
    strict: bool
    options: Options


@record
class Made:
    """Findings, their spans relative to the flow's folder, and texts by file name: none when there is an error.

    What is no text has bytes.
    """

    findings: tuple[Finding, ...]
    texts: Mapping[str, str | bytes]


def make(path: Path, making: Making) -> Made:
    """Read, check and emit one file. Raises UnknownTargetError; any other failure of flowc is a finding."""
    from flowc.backends.registry import UnknownTargetError

    try:
        return _kept(path, making)
    except (UnknownTargetError, KeyboardInterrupt):
        raise
    except Exception as failure:
        if making.options.debug:
            raise
        from flowc.pipeline.internal import internal_error

        return Made(findings=(internal_error(failure, path),), texts={})


def _kept(path: Path, making: Making) -> Made:
    if not making.options.use_cache:
        return _make(path, making, Files())[0]
    from flowc.cache import Cache
    from flowc.cache.identity import identity
    from flowc.cache.store import digest

    cache = Cache.default(dict(making.options.environment))
    request = digest(["make", identity(), str(path.absolute()), _plain(making)])
    kept = cache.get(request)
    if kept is not None:
        return _decode(kept)
    files = Files()
    made, accesses = _make(path, making, files)
    cache.put(request, accesses, _encode(made))
    return made


def raised(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with warnings made errors, as `--strict` asks."""
    return tuple(
        replace(finding, severity=Severity.ERROR) if finding.severity is Severity.WARNING else finding
        for finding in findings
    )


def _make(path: Path, making: Making, files: Files) -> tuple[Made, tuple[Access, ...]]:
    from flowc.pipeline.read import read_unit
    from flowc.pipeline.several import several_flows
    from flowc.pipeline.unit import has_errors

    unit = read_unit(path, making.options, files)
    strict = making.strict or bool(unit.settings.get("strict"))
    findings = unit.findings
    if not has_errors(findings) and len(unit.flows) > 1 and making.emit != "check":
        findings = (*findings, several_flows(unit))
    texts: Mapping[str, str | bytes] = {}
    if not has_errors(raised(findings) if strict else findings):
        found, texts = _emitted(unit, making, files)
        findings = (*findings, *found)
    findings = raised(findings) if strict else findings
    made = Made(findings=findings, texts={} if has_errors(findings) else texts)
    return made, tuple(dict.fromkeys((*unit.accesses, *files.accesses())))


def _emitted(
    unit: Unit, making: Making, files: Files
) -> tuple[tuple[Finding, ...], Mapping[str, str | bytes]]:
    if making.emit == "check" and making.target is None:
        return (), {}
    if making.emit == "ir":
        from flowc.ir.text import print_flow

        return (), {f"{flow.name.lower()}.ir.txt": print_flow(flow) for flow in unit.flows}
    if making.emit == "ir-json":
        import json

        from flowc.ir.codec import encode

        return (), {
            f"{flow.name.lower()}.ir.json": json.dumps(encode(flow), indent=2) + "\n" for flow in unit.flows
        }
    return _emitted_for_target(unit, making, files)


def _emitted_for_target(
    unit: Unit, making: Making, files: Files
) -> tuple[tuple[Finding, ...], Mapping[str, str | bytes]]:
    from flowc.backends.registry import resolve
    from flowc.pipeline.emit import Target, check_target, emit, request
    from flowc.pipeline.unit import has_errors

    backend, profile = resolve(making.target or "")
    target = Target(backend=backend, profile=profile, package_external=making.external, files=files)
    if making.emit == "check":
        return check_target(unit, target), {}
    findings, documents = emit(unit, target)
    if making.emit == "rbac" and not has_errors(findings):
        documents = tuple(backend.rbac(request(unit, flow, target)) for flow in unit.flows)
    return findings, {document.name: document.content for document in documents}


def _plain(making: Making) -> Any:
    options = making.options
    return [
        making.emit,
        making.target,
        making.external,
        making.strict,
        str(Path.cwd()) if options.config_files or "FLOWC_SEARCH_PATHS" in options.environment else None,
        options.flow,
        options.profile,
        dict(options.defines),
        dict(options.config_files),
        dict(options.config_values),
        dict(options.settings),
        dict(options.environment),
    ]


def _encode(made: Made) -> Any:
    from base64 import b64encode

    from flowc.pipeline.kept_findings import encode_finding

    texts = {name: text for name, text in made.texts.items() if isinstance(text, str)}
    data = {name: b64encode(text).decode() for name, text in made.texts.items() if isinstance(text, bytes)}
    findings = [encode_finding(finding) for finding in made.findings]
    return {"findings": findings, "texts": texts, "data": data}


def _decode(kept: Any) -> Made:
    from base64 import b64decode

    from flowc.pipeline.kept_findings import decode_finding

    data = {name: b64decode(text) for name, text in kept["data"].items()}
    findings = tuple(decode_finding(row) for row in kept["findings"])
    return Made(findings=findings, texts={**kept["texts"], **data})
