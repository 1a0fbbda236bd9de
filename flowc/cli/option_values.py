"""Texts of `--option NAME=VALUE` as the values that their settings have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from flowc.config.load import SWITCHES
from flowc.ir.exhaustive import assert_never

if TYPE_CHECKING:
    from flowc.backends.deployment import OptionKind

WORDS: Mapping[str, str] = {"number": "a whole number", "switch": "true or false"}


def typed_options(given: Mapping[str, Any], kinds: Mapping[str, OptionKind]) -> dict[str, Any]:
    """The options with numbers and switches read; other texts stay as they are. Raises `click.BadParameter`."""
    return {name: _typed(name, value, kinds.get(name)) for name, value in given.items()}


def _typed(name: str, value: Any, kind: OptionKind | None) -> Any:
    if kind is None:
        return value
    found = _value(value, kind) if isinstance(value, str) else None
    if found is None:
        raise click.BadParameter(f"`{name}` is {WORDS[kind]}, not {value!r}", param_hint="--option")
    return found


def _value(text: str, kind: OptionKind) -> int | bool | None:
    match kind:
        case "number":
            digits = text.strip().removeprefix("-")
            return int(text) if digits.isascii() and digits.isdecimal() else None
        case "switch":
            return SWITCHES.get(text.strip().lower())
        case _:
            assert_never(kind)
