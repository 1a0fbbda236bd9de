"""What flows, runs, steps, tasks and artifacts have in common."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flowc.client.errors import MetaflowInvalidPathspec, MetaflowNamespaceMismatch
from flowc.client.namespaces import get_namespace

if TYPE_CHECKING:
    from flowc.runtime_shim.store import Store


class MetaflowObject:
    """A thing with a pathspec: `Flow/run/step/task/artifact`, as far as it goes."""

    store: Store
    parts: tuple[str, ...]
    KEPT: tuple[str, ...] = ()
    """What, beside the store and the address, is pickled: the rest is read again."""

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

    @property
    def parent(self) -> Any:
        """What it is a part of; None for a flow."""
        return None

    @property
    def user_tags(self) -> frozenset[str]:
        """The tags that people gave to the run; none for a flow."""
        return frozenset(self._inherited("user_tags", ()))

    @property
    def system_tags(self) -> frozenset[str]:
        """The tags that every run has; none for a flow."""
        return frozenset(self._inherited("system_tags", ()))

    @property
    def tags(self) -> frozenset[str]:
        """All tags of the run."""
        return self.user_tags | self.system_tags

    @property
    def origin_pathspec(self) -> str | None:
        """The same part of the run that this one resumes."""
        origin = self._inherited("origin_pathspec", None)
        return f"{origin}/{self.id}" if origin else None

    def _inherited(self, name: str, default: Any) -> Any:
        parent = self.parent
        return default if parent is None else getattr(parent, name)

    def is_in_namespace(self) -> bool:
        """Whether it is found in the namespace that is in use."""
        wanted = get_namespace()
        return wanted is None or wanted in self.tags

    def _check_namespace(self, wanted: bool) -> None:
        if wanted and not self.is_in_namespace():
            raise MetaflowNamespaceMismatch(f"{self.pathspec} is not in the namespace {get_namespace()!r}")

    def __getstate__(self) -> dict[str, Any]:
        kept = ("store", "parts", *self.KEPT)
        return {name: value for name, value in self.__dict__.items() if name in kept}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.pathspec!r})"

    def __str__(self) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MetaflowObject) and other.parts == self.parts

    def __hash__(self) -> int:
        return hash(self.parts)


def parts_of(pathspec: str, count: int, kind: str) -> tuple[str, ...]:
    """The parts of a pathspec, which must be so many. Raises `MetaflowInvalidPathspec`."""
    parts = tuple(pathspec.split("/"))
    if len(parts) != count or not all(parts):
        wanted = "/".join(("Flow", "run", "step", "task", "artifact")[:count])
        raise MetaflowInvalidPathspec(f"a {kind} is named {wanted}, not {pathspec!r}")
    return parts


def local_time(seconds: float) -> datetime:
    """A time in the zone of this machine, without the zone, as Metaflow gives it."""
    return datetime.fromtimestamp(seconds)  # noqa: DTZ006 - Metaflow's are naive
