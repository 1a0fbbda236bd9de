"""What flows, runs, steps, tasks and artifacts have in common."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flowc.client.errors import MetaflowNotFound

if TYPE_CHECKING:
    from flowc.runtime_shim.store import Store


class MetaflowObject:
    """A thing with a pathspec: `Flow/run/step/task/artifact`, as far as it goes."""

    store: Store
    parts: tuple[str, ...]

    @property
    def pathspec(self) -> str:
        """The address, parts joined by slashes."""
        return "/".join(self.parts)

    @property
    def path_components(self) -> list[str]:
        """The parts of the address."""
        return list(self.parts)

    @property
    def id(self) -> str:
        """The last part of the address."""
        return self.parts[-1]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.pathspec!r})"

    def __str__(self) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MetaflowObject) and other.parts == self.parts

    def __hash__(self) -> int:
        return hash(self.parts)


def parts_of(pathspec: str, count: int, kind: str) -> tuple[str, ...]:
    """The parts of a pathspec, which must be so many. Raises `MetaflowNotFound`."""
    parts = tuple(pathspec.split("/"))
    if len(parts) != count or not all(parts):
        wanted = "/".join(("Flow", "run", "step", "task", "artifact")[:count])
        raise MetaflowNotFound(f"a {kind} is named {wanted}, not {pathspec!r}")
    return parts


def local_time(seconds: float) -> datetime:
    """A time in the zone of this machine, without the zone, as Metaflow gives it."""
    return datetime.fromtimestamp(seconds)  # noqa: DTZ006 - Metaflow's are naive
