"""The JSON form of the IR: every node an object with its `kind`, tuples as arrays, spans kept.

Generic over the node classes: a field marked `RAW` holds plain JSON and passes through untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from functools import cache
from typing import Any, TypeAlias

from flowc.diagnostics import Span
from flowc.ir import effects, flow, regions, settings, values
from flowc.ir.flow import Flow

VERSION = 1
"""Raised whenever a reader of the old form would misread the new one."""

Encoded: TypeAlias = Any
"""Plain JSON: what `json.dumps` takes and `json.loads` gives."""


NOWHERE = Span(file="", line=1, column=1, end_line=1, end_column=1)
"""The span of a node whose document has none: a plan carries no spans."""


def _node_classes() -> dict[str, type]:
    found: dict[str, type] = {}
    for module in (values, settings, effects, regions, flow):
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == module.__name__ and _is_node(value):
                found[_kind(module.__name__, name)] = value
    return found


def _is_node(value: type) -> bool:
    return "__dataclass_fields__" in vars(value)


def _kind(module: str, name: str) -> str:
    """Regions have a kind of their own where the language has the same word."""
    return f"{name}Region" if module.endswith(".regions") else name


NODES: Mapping[str, type] = _node_classes()
_KINDS: Mapping[type, str] = {cls: kind for kind, cls in NODES.items()}


@cache
def _fields(cls: type) -> tuple[Field[Any], ...]:
    """The fields of a node class: made when the first node of it comes, as most flows have few kinds of nodes."""
    return fields(cls)


@cache
def _names(cls: type) -> frozenset[str]:
    return frozenset(field.name for field in _fields(cls))


@cache
def raw_fields(cls: type) -> frozenset[str]:
    """The names of the fields that hold plain JSON."""
    return frozenset(field.name for field in _fields(cls) if "raw" in field.metadata)


def encode(value: Flow) -> dict[str, Encoded]:
    """A flow as JSON, with the version of the form."""
    return {"version": VERSION, "flow": _encode(value)}


def decode(document: Mapping[str, Encoded]) -> Flow:
    """The flow of an encoded document; ValueError when it is not one of this version."""
    if document.get("version") != VERSION:
        raise ValueError(f"IR of version {document.get('version')!r}, this reads version {VERSION}")
    value = _decode(document["flow"])
    if not isinstance(value, Flow):
        raise ValueError("the document does not hold a flow")
    return value


def _encode(value: object) -> Encoded:
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, Span):
        return _encode_span(value)
    kind = _KINDS.get(type(value))
    if kind is None:
        return value
    encoded: dict[str, Encoded] = {"kind": kind}
    for field in _fields(NODES[kind]):
        content = getattr(value, field.name)
        if content is not field.default and content != field.default:
            encoded[field.name] = _raw(content) if "raw" in field.metadata else _encode(content)
    return encoded


def _raw(value: Encoded) -> Encoded:
    return list(value) if isinstance(value, tuple) else value


def _encode_span(span: Span) -> Encoded:
    return [span.file, span.line, span.column, span.end_line, span.end_column]


def _decode(value: Encoded) -> Any:
    if isinstance(value, list):
        return tuple(map(_decode, value))
    if not isinstance(value, dict):
        return value
    cls = NODES[value["kind"]]
    given = {name: _reader(cls, name)(content) for name, content in value.items() if name != "kind"}
    if "span" in _names(cls):
        given.setdefault("span", NOWHERE)
    return cls(**given)


def _reader(cls: type, name: str) -> Callable[[Encoded], Any]:
    if name == "span":
        return _decode_span
    if name in raw_fields(cls):
        return tuple if name == "tolerations" else _same
    return _decode


def _same(value: Encoded) -> Encoded:
    return value


def _decode_span(value: Encoded) -> Span:
    file, line, column, end_line, end_column = value
    return Span(file=file, line=line, column=column, end_line=end_line, end_column=end_column)
