"""Find, read and merge the settings for one flow file. What is wrong in them is a finding, never a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flowc.config.check import FileText, check_values, findings_of_names
from flowc.config.keys import KEYS
from flowc.diagnostics import Finding, Span, error
from flowc.diagnostics.record import record
from flowc.diagnostics.span import whole_file
from flowc.frontend.files import Files

FILE_NAME = "flowc.toml"
PROJECT_FILE = "pyproject.toml"


@record
class Configuration:
    """The settings by name, with what was wrong in them. `folder` is that of the configuration file, if any."""

    values: Mapping[str, Any]
    folder: Path | None = None
    findings: tuple[Finding, ...] = ()


def load_configuration(
    flow_folder: Path, *, environment: Mapping[str, str], profile: str | None, files: Files
) -> Configuration:
    """The nearest configuration file at or above the folder, the profile over it, `FLOWC_*` over both."""
    found = next(_candidates(flow_folder, files), None)
    from_file: dict[str, Any] = {}
    findings: list[Finding] = []
    if found is not None:
        from_file, problems = _from_file(found, profile)
        findings += problems
    elif profile is not None:
        findings.append(_no_profile(profile, whole_file("."), ()))
    from_environment, problems = _from_environment(environment)
    findings += problems
    return Configuration(
        values={**from_file, **from_environment},
        folder=None if found is None else found.path.parent,
        findings=tuple(findings),
    )


def _candidates(folder: Path, files: Files) -> Iterator[FileText]:
    """Configuration files from the folder upwards; a pyproject.toml counts when it has a `[tool.flowc]`."""
    for place in (folder, *folder.parents):
        for name in (FILE_NAME, PROJECT_FILE):
            path = place / name
            if not files.is_file(path):
                continue
            text = FileText.read(path, files, folder)
            if name == FILE_NAME or "flowc" in text.tool or (text.broken and "[tool.flowc" in text.text):
                yield text


def _from_file(file: FileText, profile: str | None) -> tuple[dict[str, Any], list[Finding]]:
    if file.broken is not None:
        return {}, [file.broken]
    section = dict(file.data if file.path.name == FILE_NAME else file.tool["flowc"])
    profiles = section.pop("profiles", {})
    profile = profile or section.get("profile")
    findings = [*findings_of_names(section, file), *check_values(section, file)]
    values = {name: value for name, value in section.items() if name in KEYS}
    if profile is not None:
        if not isinstance(profiles, dict) or profile not in profiles:
            findings.append(_no_profile(profile, file.span("profile"), tuple(profiles)))
        else:
            chosen = profiles[profile]
            findings += [*findings_of_names(chosen, file), *check_values(chosen, file)]
            values |= {name: value for name, value in chosen.items() if name in KEYS}
    return (values if not findings else {}), findings


def _no_profile(profile: str, span: Span, known: tuple[str, ...]) -> Finding:
    listed = ", ".join(f"`{name}`" for name in known)
    return error(
        "FLOW243",
        span,
        f"there is no profile `{profile}`",
        help=f"the configuration has {listed}"
        if listed
        else f"add a table [profiles.{profile}] to {FILE_NAME}",
    )


def _from_environment(environment: Mapping[str, str]) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for key in KEYS.values():
        text = environment.get(key.variable or "")
        if not text:
            continue
        value = _typed(key.kind, text)
        if value is None or (key.choices and value not in key.choices):
            findings.append(_bad_variable(key.variable or "", text, key.choices))
        else:
            values[key.name] = value
    return values, findings


def _typed(kind: str, text: str) -> Any:
    match kind:
        case "number":
            return int(text) if text.isdigit() else None
        case "switch":
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(
                text.lower()
            )
        case "list":
            return text.split(":")
        case _:
            return text


def _bad_variable(variable: str, text: str, choices: tuple[str, ...]) -> Finding:
    allowed = ", ".join(f"`{choice}`" for choice in choices)
    return error(
        "FLOW241",
        whole_file(variable),
        f"the environment variable {variable} cannot be {text!r}",
        help=f"it can be {allowed}" if allowed else None,
    )
