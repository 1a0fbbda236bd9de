"""YAML text to trees, from PyYAML's events: any depth, any alias, and a finding instead of an exception."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from flowc.backends.argo.lint.tree import Fields, Items, Node, Text
from flowc.diagnostics import Finding, Label, Span, error

MAX_DEPTH = 100
"""Deeper nesting is no manifest: objects of Kubernetes nest about 20 levels."""

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Loaded:
    """The documents that could be read, and what was wrong with the rest.

    `sizes` has for each document about how many bytes it has with its aliases written out, as a cluster gets it.
    """

    documents: list[Node] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def load(text: str, name: str) -> Loaded:
    """Read every document of a YAML stream; what comes after a syntax error is lost."""
    reader = _Reader(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
    except yaml.YAMLError as fault:
        reader.loaded.findings.append(_syntax(fault, name))
    except _TooDeep as fault:
        reader.loaded.findings.append(
            error("FLOW501", fault.span, "this YAML nests too deep", label=f"level {MAX_DEPTH + 1}")
        )
    return reader.loaded


class _TooDeep(Exception):  # noqa: N818 - it ends the reading
    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span


def _syntax(fault: yaml.YAMLError, name: str) -> Finding:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    span = Span(file=name, line=line, column=column, end_line=line, end_column=column + 1)
    problem = getattr(fault, "problem", None) or getattr(fault, "reason", None) or "it cannot be read"
    return error(
        "FLOW501",
        span,
        f"this file is not YAML: {problem}",
        label="reading stopped here",
        help="check indentation, quotes and brackets just before this place",
    )


@dataclass(slots=True)
class _Open:
    """A sequence or mapping that has begun; `key` is the key that waits for its value."""

    node: Items | Fields
    anchor: str | None
    key: tuple[str, Span] | None = None
    merged: list[Fields] = field(default_factory=list)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.loaded = Loaded()
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.sizes: dict[Node, int] = {}
        self.resolver = yaml.resolver.Resolver()

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.anchors = {}
            case yaml.ScalarEvent():
                self.place(self.scalar(event), event.anchor)
            case yaml.AliasEvent():
                self.alias(event)
            case yaml.SequenceStartEvent():
                self.open(Items(items=[], span=self.span(event)), event)
            case yaml.MappingStartEvent():
                self.open(Fields(entries={}, keys={}, span=self.span(event)), event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self.close()
            case _:
                pass

    def span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None and end is not None, "a parser marks every event"
        return Span(
            file=self.name,
            line=start.line + 1,
            column=start.column + 1,
            end_line=end.line + 1,
            end_column=end.column + 1,
        )

    def scalar(self, event: yaml.ScalarEvent) -> Text:
        tag = event.tag or _resolve(self.resolver, event)
        return Text(
            value=event.value,
            type=str(tag).rpartition(":")[2],
            span=self.span(event),
            is_block=event.style in ("|", ">"),
        )

    def alias(self, event: yaml.AliasEvent) -> None:
        node = self.anchors.get(event.anchor or "")
        if node is None:
            inside = any(held.anchor == event.anchor for held in self.stack)
            what = "stands inside what it repeats" if inside else "repeats what was never named"
            message = f"the alias `*{event.anchor}` {what}"
            self.loaded.findings.append(error("FLOW501", self.span(event), message, label="no such anchor"))
            node = Text(value="", type="null", span=self.span(event))
        self.place(node, None)

    def open(self, node: Items | Fields, event: yaml.CollectionStartEvent) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _TooDeep(node.span)
        self.stack.append(_Open(node, event.anchor))

    def close(self) -> None:
        done = self.stack.pop()
        if isinstance(done.node, Fields):
            for other in done.merged:
                for key, value in other.entries.items():
                    done.node.entries.setdefault(key, value)
                    done.node.keys.setdefault(key, other.keys[key])
        self.place(done.node, done.anchor)

    def place(self, node: Node, anchor: str | None) -> None:
        """Put a finished node where it belongs."""
        size = self.size(node)
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.stack:
            self.loaded.documents.append(node)
            self.loaded.sizes.append(size)
            return
        held = self.stack[-1]
        if isinstance(held.node, Items):
            held.node.items.append(node)
        elif held.key is None:
            held.key = self.key(node)
        else:
            self.entry(held, held.node, *held.key, node)
            held.key = None

    def size(self, node: Node) -> int:
        """About how long a finished node is as JSON; its parts are finished before it."""
        if node not in self.sizes:
            match node:
                case Text(value=value):
                    size = len(value.encode(errors="replace")) + 3
                case Items(items=items):
                    size = 2 + sum(self.sizes[item] for item in items)
                case Fields(entries=entries):
                    size = 2 + sum(len(key) + 3 + self.sizes[item] for key, item in entries.items())
            self.sizes[node] = size
        return self.sizes[node]

    def key(self, node: Node) -> tuple[str, Span]:
        if isinstance(node, Text):
            return node.value, node.span
        self.loaded.findings.append(
            error("FLOW501", node.span, "a key must be plain text", label="this is a list or a mapping")
        )
        return "", node.span

    def entry(self, held: _Open, fields: Fields, key: str, span: Span, node: Node) -> None:
        if key == "<<":
            held.merged.extend(_merged(node))
        elif key in fields.entries:
            self.loaded.findings.append(_duplicate(key, span, fields.keys[key]))
        else:
            fields.entries[key] = node
            fields.keys[key] = span


def _resolve(resolver: Any, event: yaml.ScalarEvent) -> object:
    return resolver.resolve(yaml.ScalarNode, event.value, event.implicit)


def _merged(node: Node) -> Iterator[Fields]:
    if isinstance(node, Fields):
        yield node
    elif isinstance(node, Items):
        yield from (item for item in node.items if isinstance(item, Fields))


def _duplicate(key: str, span: Span, first: Span) -> Finding:
    return error(
        "FLOW502",
        span,
        f"the key `{key}` occurs twice",
        label="only one of the two would count",
        help="remove one of them",
        related=(Label(span=first, text="first here"),),
    )
