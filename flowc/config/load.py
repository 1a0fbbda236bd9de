"""Find, read and merge the settings for one flow file. What is wrong in them is a finding, never a guess."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from flowc.config.check import (
    TYPES,
    FileText,
    check_values,
    expected_value,
    findings_of_names,
    misspelt_variables,
)
from flowc.config.keys import KEYS, Key
from flowc.diagnostics import Finding, Span, error
from flowc.diagnostics.record import record
from flowc.diagnostics.span import whole_file
from flowc.frontend.files import Files

FILE_NAME = "flowc.toml"
PROJECT_FILE = "pyproject.toml"
SWITCHES = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


@record
class Configuration:
    """The settings by name, with what was wrong in them. `folder` is that of the configuration file, if any.

    `spans` say where in it the values stand that are from there.
    """

    values: Mapping[str, Any]
    folder: Path | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def load_configuration(
    flow_file: Path, *, environment: Mapping[str, str], profile: str | None, files: Files
) -> Configuration:
    """The nearest configuration file at or above the flow's folder, the profile over it, `FLOWC_*` over both.

    What is wrong in the environment has no place of its own, and is reported at the flow file.
    """
    found = next(_candidates(flow_file.parent, files), None)
    from_file: dict[str, Any] = {}
    findings: list[Finding] = []
    profile = profile or environment.get("FLOWC_PROFILE") or None
    if found is not None:
        from_file, problems = _from_file(found, profile)
        findings += problems
    elif profile is not None:
        findings.append(_no_profile(profile, whole_file(flow_file.name), ()))
    from_environment, problems = _from_environment(environment, whole_file(flow_file.name))
    findings += problems
    return Configuration(
        values={**from_file, **from_environment},
        folder=None if found is None else found.path.parent,
        spans={name: found.span(name) for name in from_file.keys() - from_environment} if found else {},
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
        chosen = profiles.get(profile) if isinstance(profiles, dict) else None
        if not isinstance(chosen, dict):
            findings.append(_no_profile(profile, file.span("profile"), _names(profiles)))
        else:
            findings += [*findings_of_names(chosen, file), *check_values(chosen, file)]
            values |= {name: value for name, value in chosen.items() if name in KEYS}
    return (values if not findings else {}), findings


def _names(profiles: object) -> tuple[str, ...]:
    """The names of the tables in `[profiles]`."""
    if not isinstance(profiles, dict):
        return ()
    return tuple(name for name, section in profiles.items() if isinstance(section, dict))


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


def _from_environment(environment: Mapping[str, str], span: Span) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    findings = list(misspelt_variables(environment, span))
    for key in KEYS.values():
        text = environment.get(key.variable or "")
        if not text:
            continue
        value = _typed(key.kind, text)
        if value is None or expected_value(key, value) is not None:
            findings.append(_bad_variable(key, text, span))
        else:
            values[key.name] = value
    return values, findings


def _typed(kind: str, text: str) -> Any:
    """The value that a text stands for; None when it is not of the kind."""
    match kind:
        case "number":
            return int(text) if text.isdecimal() else None
        case "switch":
            return SWITCHES.get(text.lower())
        case "list":
            return [str(Path(folder).absolute()) for folder in text.split(os.pathsep)]
        case "globs":
            return text.split(os.pathsep)
        case _:
            return text


def _bad_variable(key: Key, text: str, span: Span) -> Finding:
    return error(
        "FLOW241",
        span,
        f"the environment variable {key.variable} cannot be {text!r}",
        help=f"it must be {expected_value(key, text) or TYPES[key.kind][1]}",
    )
