"""Data files: those that travel because the settings say so, and those that do not though the code opens them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowc.config import Configuration
from flowc.diagnostics import Finding, Severity, warning
from flowc.diagnostics.record import record
from flowc.diagnostics.span import whole_file
from flowc.frontend import Files, Loaded
from flowc.package.packaged_file import PackagedFile

if TYPE_CHECKING:
    from flowc.frontend.opened_files import OpenedFile
    from flowc.ir.flow import Flow
    from flowc.package.included import Asked


@record
class DataFiles:
    """All files of the package, those of the code first, and what is to be said of the others."""

    files: tuple[PackagedFile, ...]
    findings: tuple[Finding, ...]


def asked_of(configuration: Configuration, settings: Mapping[str, Any], path: Path) -> tuple[Asked, ...]:
    """What the settings `package-include` and `package-suffixes` ask for, in their order."""
    patterns = [
        ("package-include", str(pattern), str(pattern)) for pattern in settings.get("package-include", ())
    ]
    suffixes = [text.strip() for text in str(settings.get("package-suffixes", "")).split(",")]
    patterns += [("package-suffixes", suffix, f"**/*{suffix}") for suffix in suffixes if suffix]
    if not patterns:
        return ()
    from flowc.package.included import Asked

    return tuple(
        Asked(
            setting=setting,
            written=written,
            pattern=pattern,
            span=configuration.spans.get(setting, whole_file(path.name)),
            severity=_severity(configuration, setting, path),
        )
        for setting, written, pattern in patterns
    )


def _severity(configuration: Configuration, setting: str, path: Path) -> Severity:
    """A file above the folder of the flow speaks for other flows too, which may have what this one has not."""
    is_shared = setting in configuration.spans and configuration.folder != path.absolute().parent
    return Severity.NOTE if is_shared else Severity.WARNING


def data_files(loaded: Loaded, flows: Iterable[Flow], asked: tuple[Asked, ...], files: Files) -> DataFiles:
    """The files of the code and those that are asked for, with the findings FLOW244 and FLOW042."""
    taken = {
        file.path: PackagedFile(path=file.path, source=file.source_path, reason=file.reason)
        for file in loaded.closure
    }
    findings: list[Finding] = []
    if asked and loaded.roots:
        from flowc.package.included import Included

        included = Included(loaded.roots, files, taken)
        findings = [finding for one in asked for finding in included.take(one)]
    there = {*taken, *(path for flow in flows for path in _defaults(flow))} if loaded.opened else set()
    for one in loaded.opened:
        if one.path not in there:
            findings.append(_left_behind(one))
        elif not one.is_beside:
            findings.append(_elsewhere(one))
    return DataFiles(files=tuple(taken.values()), findings=tuple(findings))


def _defaults(flow: Flow) -> Iterator[str]:
    """The files of `IncludeFile`s, which are packed anyway."""
    from flowc.ir.values import Known

    for include in flow.include_files:
        if isinstance(include.default, Known) and isinstance(include.default.value, str):
            yield posixpath.normpath(include.default.value)


def _left_behind(one: OpenedFile) -> Finding:
    name = posixpath.basename(one.path)
    if one.path.startswith("../"):
        advice = "put the file below the folder of the flow, and name it in `package-include` in flowc.toml"
    else:
        advice = f'write `package-include = ["{_escaped(one.path)}"]` in flowc.toml'
        advice += "" if one.is_beside else f", and open it by `{_beside(one)}`"
    return warning(
        "FLOW042",
        one.span,
        f"the file `{name}` does not travel with the flow, so a task will not find it",
        label="read by code of the flow",
        help=advice,
    )


def _elsewhere(one: OpenedFile) -> Finding:
    return warning(
        "FLOW042",
        one.span,
        f"a task looks for `{one.path}` in its working folder, which is not where the files of the flow are",
        label="not beside the code",
        help=f"open it by `{_beside(one)}`",
    )


def _beside(one: OpenedFile) -> str:
    return f'os.path.join(os.path.dirname(__file__), "{one.from_code}")'


def _escaped(path: str) -> str:
    """A pattern that names this one file."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in path)
