"""`task.data`: artifacts as attributes, loaded when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowc.client.artifact import DataArtifact


class MetaflowData:
    """The artifacts of a task."""

    def __init__(self, artifacts: Iterable[DataArtifact]) -> None:
        self._artifacts = {artifact.id: artifact for artifact in artifacts}

    def __getattr__(self, name: str) -> Any:
        artifacts = self.__dict__.get("_artifacts", {})
        if name not in artifacts:
            raise AttributeError(f"there is no artifact {name!r}")
        return artifacts[name].data

    def __contains__(self, name: object) -> bool:
        return name in self._artifacts

    def __dir__(self) -> list[str]:
        return sorted(self._artifacts)

    def __repr__(self) -> str:
        return f"<MetaflowData: {', '.join(sorted(self._artifacts))}>"
