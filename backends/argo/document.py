"""Mappings and lists to YAML that people can review: PyYAML's emitter, with our choice of style.

The values are given to the emitter as events, without the detour over PyYAML's representer and resolver: what a
plain word would mean to a YAML 1.1 reader (`on`, `no`, `1_000`, `12:30`, `=`) is decided here, once per word.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from yaml.emitter import Emitter, ScalarAnalysis
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from flowc.ir.values import Json

ONE_LINE = 100
"""How long a mapping or list of plain values may be to stand on one line."""

NO_FOLDING = 1 << 30
"""A width: no line is ever broken, so that a change of one value is a change of one line."""

_WORDS = frozenset({"", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"})


def dump(documents: Sequence[Mapping[str, Any]]) -> str:
    """The documents as one YAML stream."""
    stream = io.StringIO()
    emitter = _Emitter(stream)
    emitter.emit(StreamStartEvent())
    for number, document in enumerate(documents):
        emitter.emit(DocumentStartEvent(explicit=number > 0))
        for event in _events(document):
            emitter.emit(event)
        emitter.emit(DocumentEndEvent(explicit=False))
    emitter.emit(StreamEndEvent())
    return stream.getvalue()


class _Emitter(Emitter):
    """PyYAML's emitter; each text is analysed once, and what needs quotes gets double ones."""

    def __init__(self, stream: io.StringIO) -> None:
        super().__init__(stream, width=NO_FOLDING, allow_unicode=True, line_break="\n")

    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        return _analysis(scalar)

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        return '"' if style == "'" else style

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow=flow, indentless=False)


@lru_cache(maxsize=4096)
def _analysis(scalar: str) -> ScalarAnalysis:
    return Emitter(io.StringIO(), allow_unicode=True).analyze_scalar(scalar)


def _events(value: Json) -> Iterator[Event]:
    """The events of a value. Mappings nest as deep as Kubernetes' objects, not as long as the flow."""
    if isinstance(value, Mapping):
        yield MappingStartEvent(None, None, True, flow_style=not value or _fits(value.values(), value))
        for key, item in value.items():
            yield _scalar(key)
            yield from _events(item)
        yield MappingEndEvent()
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield SequenceStartEvent(None, None, True, flow_style=not value or _fits(value, ()))
        for item in value:
            yield from _events(item)
        yield SequenceEndEvent()
    else:
        yield _scalar(value)


def _fits(values: Iterable[Json], keys: Iterable[str]) -> bool:
    """Whether a mapping or list stands on one line: nothing nested, nothing long, no text of several lines."""
    length = sum(len(key) + 2 for key in keys)
    for value in values:
        if isinstance(value, str):
            if "\n" in value:
                return False
            length += len(value) + 2
        elif isinstance(value, Mapping | Sequence):
            return False
        else:
            length += 6
    return length <= ONE_LINE


def _scalar(value: Json) -> ScalarEvent:
    if isinstance(value, str):
        if "\n" in value and not _only_quoted(value):
            return ScalarEvent(None, None, (False, True), value, style="|")
        return ScalarEvent(None, None, (not _is_ambiguous(value), True), value)
    return ScalarEvent(None, None, (True, False), json.dumps(value))


def _only_quoted(value: str) -> bool:
    """Whether a text of several lines would not survive as a literal block."""
    return any(line != line.rstrip() for line in value.split("\n")) or value[0].isspace()


@lru_cache(maxsize=4096)
def _is_ambiguous(value: str) -> bool:
    """Whether a YAML reader, of any version, may take the plain word for something other than a text."""
    return value.lower() in _WORDS or _number().match(value) is not None


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    """Numbers in every notation of YAML 1.1 and 1.2, sexagesimal ones, and dates."""
    return re.compile(
        r"[-+]?(\.?[0-9][0-9_,.:]*([eE][-+]?[0-9]*)?|0[xXoObB][0-9a-fA-F_]+|\.(inf|nan))$|[0-9]+-[0-9]+-[0-9]",
        re.IGNORECASE,
    )
