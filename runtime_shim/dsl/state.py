"""What a flow object knows beside the attributes that the user's code set: where the others come from."""

from __future__ import annotations

from flowc.runtime_shim.artifacts.entries import Blobs, Entry
from flowc.runtime_shim.artifacts.items import load_item
from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.plan import Step
from flowc.runtime_shim.store.errors import StoreError
from flowc.runtime_shim.values import RunValues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

IMMUTABLE = (str, int, float, bool, bytes, complex, type(None))


class Frame(Record):
    """One foreach around a task. `items` is where its children find their item: None in a gang."""

    position: int
    size: int
    variable: str | None
    items: Entry | None


class Transition(Record):
    """What `self.next` was told."""

    targets: tuple[str, ...]
    splits: int | None = None
    variable: str | None = None
    next: str | None = None


class State:
    """The state of one flow object: the task's own, or one of its inputs'."""

    def __init__(self, step: Step, blobs: Blobs, values: RunValues) -> None:
        self.step = step
        self.blobs = blobs
        self.values = values
        self.inherited: dict[str, Entry] = {}
        self.loaded: dict[str, Any] = {}
        self.stack: tuple[Frame, ...] = ()
        self.transition: Transition | None = None
        self.constants: frozenset[str] = frozenset()
        self._items: dict[int, Any] = {}

    def value(self, attribute: str) -> Any:
        """The value of a parameter, a config or an included file."""
        return self.values.get(attribute)

    def load(self, name: str) -> Any:
        """An inherited artifact. Raises KeyError when there is none."""
        value = self.blobs.load(self.inherited[name])
        self.loaded[name] = value
        return value

    def input(self, depth: int = -1) -> Any:
        """The item of a frame, counted from the outermost; None where there is no frame."""
        if not self.stack:
            return None
        position = depth % len(self.stack)
        if position not in self._items:
            frame = self.stack[position]
            self._items[position] = (
                frame.position if frame.items is None else load_item(self.blobs, frame.items, frame.position)
            )
        return self._items[position]

    def entries(self, attributes: Mapping[str, Any], strict: bool) -> dict[str, Entry]:
        """Store the artifacts among the attributes; entries of all, inherited ones too.

        One that nobody changed keeps its entry. With `strict`, what cannot be stored raises `NotStorable`; without,
        it is left out.
        """
        found = dict(self.inherited)
        for name, value in attributes.items():
            entry = self.inherited.get(name)
            if entry and name in self.loaded and value is self.loaded[name] and type(value) in IMMUTABLE:
                continue
            try:
                found[name] = self.blobs.save(value, entry)
            except (OSError, StoreError):
                raise
            except Exception as error:
                if strict:
                    raise NotStorable(self.step.name, name, value, error) from error
                found.pop(name, None)
        return found


class NotStorable(Exception):  # noqa: N818 - it names what happened
    """An artifact that cannot be written."""

    def __init__(self, step: str, name: str, value: Any, error: Exception) -> None:
        super().__init__(
            f"`self.{name}`, a {type(value).__module__}.{type(value).__qualname__}, cannot be stored at the end of "
            f"step `{step}`: {error}. Keep it in a local variable, or delete it with `del self.{name}`"
        )
