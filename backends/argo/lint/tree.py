"""YAML as a tree whose every part knows where it stands. Aliases share nodes, so that a walk goes by identity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from flowc.diagnostics import Span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Text:
    """A scalar. `type` is the last part of its YAML tag: str, int, float, bool, null or timestamp."""

    value: str
    type: str
    span: Span
    is_block: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Items:
    """A sequence."""

    items: list[Node]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fields:
    """A mapping. `keys` says where each key stands."""

    entries: dict[str, Node]
    keys: dict[str, Span] = field(default_factory=dict)
    span: Span

    def get(self, *path: str) -> Node | None:
        """What is found by following the keys; None when there is nothing, or `null`."""
        held: Node | None = self
        for key in path:
            held = held.entries.get(key) if isinstance(held, Fields) else None
        return None if isinstance(held, Text) and held.type == "null" else held

    def fields(self, *path: str) -> Fields | None:
        """The mapping found by following the keys."""
        found = self.get(*path)
        return found if isinstance(found, Fields) else None

    def text(self, *path: str) -> Text | None:
        """The scalar found by following the keys."""
        found = self.get(*path)
        return found if isinstance(found, Text) else None

    def items(self, *path: str) -> list[Node]:
        """The members of the sequence found by following the keys; none when there is no sequence."""
        found = self.get(*path)
        return found.items if isinstance(found, Items) else []

    def records(self, *path: str) -> list[Fields]:
        """Those members that are mappings."""
        return [item for item in self.items(*path) if isinstance(item, Fields)]

    def value(self, *path: str) -> str | None:
        """The text of the scalar found by following the keys."""
        found = self.text(*path)
        return None if found is None else found.value

    def span_of(self, key: str) -> Span:
        """Where the value of a key stands, else the key, else the mapping."""
        held = self.entries.get(key)
        return self.keys.get(key, self.span) if held is None else held.span


Node: TypeAlias = Text | Items | Fields


def texts(root: Node, *, skip: frozenset[str] = frozenset()) -> Iterator[Text]:
    """Every scalar in a tree, each once, in order; what stands under the keys in `skip` is left out."""
    seen: set[int] = set()
    work: list[Node] = [root]
    while work:
        node = work.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        match node:
            case Text():
                yield node
            case Items(items=items):
                work.extend(reversed(items))
            case Fields(entries=entries):
                work.extend(item for key, item in reversed(entries.items()) if key not in skip)
