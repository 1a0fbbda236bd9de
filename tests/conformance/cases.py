"""The cases of `golden/*/cases.toml`, whose form `golden/README.md` describes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run of one golden flow. `metaflow` says why Metaflow cannot do it, when it cannot."""

    folder: str
    name: str
    status: str
    metaflow: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    failed: tuple[str, ...] = ()
    tasks: Mapping[str, int] = field(default_factory=dict)
    attempts: Mapping[str, int] = field(default_factory=dict)
    artifacts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hooks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The folder and the name."""
        return f"{self.folder}/{self.name}"

    @property
    def file(self) -> Path:
        """The flow."""
        return GOLDEN / self.folder / "flow.py"


def all_cases() -> tuple[Case, ...]:
    """Every case of every golden flow, by name."""
    return tuple(case for path in sorted(GOLDEN.glob("*/cases.toml")) for case in _cases(path))


def _cases(path: Path) -> list[Case]:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    reason = document.get("metaflow")
    return [
        Case(
            folder=path.parent.name,
            name=case["name"],
            status=case["status"],
            metaflow=case.get("metaflow", reason),
            parameters=case.get("parameters", {}),
            failed=tuple(case.get("failed", ())),
            tasks=case.get("tasks", {}),
            attempts=case.get("attempts", {}),
            artifacts=case.get("artifacts", {}),
            hooks=tuple(case.get("hooks", ())),
        )
        for case in document["case"]
    ]


def as_text(value: Any) -> str:
    """A parameter's value as it would be typed."""
    return str(value).lower() if isinstance(value, bool) else str(value)
