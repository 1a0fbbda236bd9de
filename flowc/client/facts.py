"""What is known about a task beside its artifacts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from flowc.client.base import MetaflowObject

ENVIRONMENT = {"flow_name": "flow", "python_version": "python", "code_package": "package"}
"""What `environment_info` has, by where the record of the run has it."""


class Metadatum(NamedTuple):
    """A fact about a task."""

    name: str
    value: str
    created_at: datetime | None
    type: str
    task: Any


class Facts(MetaflowObject):
    """The part of a task that tells how and where it ran."""

    manifest: Any
    current_attempt: Any
    done: Any
    finished_at: Any

    @property
    def metadata_dict(self) -> dict[str, str]:
        """Facts about the task as text."""
        manifest = self.manifest
        facts = {
            "attempt": str(self.current_attempt),
            "attempt_ok": str(self.done),
            "status": str(manifest.get("status", "running")),
            "parents": ",".join(manifest.get("parents", ())),
            "origin-run-id": manifest.get("cloned_from") or "",
            "foreach-stack": ",".join(f"{frame[2]}:{frame[0]}" for frame in manifest.get("stack") or ()),
        }
        return {name: value for name, value in facts.items() if value}

    @property
    def metadata(self) -> list[Metadatum]:
        """The same, one by one, each with the time when the attempt ended."""
        return [
            Metadatum(name, value, self.finished_at, name, self) for name, value in self.metadata_dict.items()
        ]

    @property
    def code(self) -> Any:
        """The code package of the run, when the store has it."""
        return self._run.code

    @property
    def runtime_name(self) -> str:
        """`dev` for a run of `flowc run`, `production` for one of an engine."""
        return "production" if self._run.record.get("owner") else "dev"

    @property
    def environment_info(self) -> dict[str, Any]:
        """What is known about where the task ran: the Python that began the run, and the package."""
        record = self._run.record
        return {name: record[field] for name, field in ENVIRONMENT.items() if record.get(field)}

    @property
    def _run(self) -> Any:
        return self.parent.parent
