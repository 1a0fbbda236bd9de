"""Lists of packages as Configs: what Metaflow's own parsers make of them, `{"packages": {...}, "python": ...}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flowc.frontend.parameters.parsers import BadConfigError, parse_toml, parse_yaml

_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[(?P<extras>[\w\s.,-]*)\])?\s*"
    r"(?:@\s*(?P<url>\S+)|\(?(?P<versions>(?:[=<>!~]=?=?\s*[\w.*+!-]+\s*,?\s*)*)\)?)",
    re.ASCII,
)
"""A requirement of PEP 508 without its marker."""
_CONDA = re.compile(r"(?P<name>[\w.-]+)\s*(?P<version>[=<>!~].+)?", re.ASCII)


def requirements_txt(text: str) -> object:
    """`name==version` a line. Raises BadConfigError."""
    lines = (re.sub(r"(^|\s)#.*$", "", line).strip() for line in text.splitlines())
    return _listed(line for line in lines if line and line != "-e file:.")


def pyproject_toml(text: str) -> object:
    """The dependencies of the table `project`. Raises BadConfigError."""
    data = parse_toml(text)
    project = data.get("project", {}) if isinstance(data, Mapping) else {}
    lines, python = project.get("dependencies", []), project.get("requires-python")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise BadConfigError("`dependencies` of `project` must be a list of texts")
    return _listed(
        (line.strip() for line in lines), None if python is None else str(python).lstrip("=").strip()
    )


def conda_environment_yml(text: str) -> object:
    """The list `dependencies` of an environment. Raises BadConfigError."""
    data = parse_yaml(text)
    lines = data.get("dependencies") or [] if isinstance(data, Mapping) else []
    found: dict[str, str] = {}
    for line in lines if isinstance(lines, list) else []:
        match = _CONDA.fullmatch(line.strip()) if isinstance(line, str) else None
        if match is None:
            raise BadConfigError(f"{line!r} is not a conda package")
        found[match["name"]] = (match["version"] or "").lstrip("=").strip()
    python = found.pop("python", None)
    return {"packages": found, "python": python}


def _listed(lines: Iterable[str], python: str | None = None) -> dict[str, object]:
    packages: dict[str, str] = {}
    for line in lines:
        requirement, _, marker = line.partition(";")
        match = _REQUIREMENT.fullmatch(requirement.strip())
        if marker.strip() or match is None:
            what = "has a marker, which Metaflow does not take" if match else "is not a requirement"
            raise BadConfigError(f"`{line}` {what}")
        versions = ",".join(
            sorted(re.sub(r"\s", "", one) for one in (match["versions"] or "").split(",") if one.strip())
        ).lstrip("=")
        if match["name"].lower() == "python":
            if python is not None and versions:
                raise BadConfigError("it asks for Python twice")
            python = versions or None
            continue
        extras = ",".join(sorted(one.strip() for one in (match["extras"] or "").split(",") if one.strip()))
        packages[
            match["name"] + (f"[{extras}]" if extras else "") + (f"@{match['url']}" if match["url"] else "")
        ] = versions
    return {"packages": packages, "python": python}
