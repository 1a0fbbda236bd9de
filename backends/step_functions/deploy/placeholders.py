"""What fills the `${Name}`s of the emitted documents, and which settings those are that nobody has given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flowc.backends.deployment import DeployError, Unbound
from flowc.backends.step_functions.own import TEXTS
from flowc.backends.step_functions.placeholders import MEANINGS, SETTINGS, found_in

PLACEHOLDER = re.compile(r"\$\{((?:Flowc|AWS::)\w+)\}")


def unbound(names: Sequence[str]) -> tuple[Unbound, ...]:
    """The settings that would fill these, with how to set each."""
    return tuple(_unbound(SETTINGS[name], _meaning(name)) for name in SETTINGS if name in names)


def _meaning(name: str) -> str:
    """As the configuration's table has it; the parameters of the template may be narrower."""
    return TEXTS.get(SETTINGS[name].partition(".")[2], MEANINGS[name])


def open_names(texts: Sequence[str]) -> tuple[str, ...]:
    """The placeholders in documents that a setting would fill."""
    return found_in("".join(texts))


def _unbound(setting: str, why: str) -> Unbound:
    table, dot, key = setting.partition(".")
    if dot:
        place = f"set `{key}` in the table [{table}] of flowc.toml, or --option {key}=..."
    else:
        place = f"set `{table}` in flowc.toml, or FLOWC_{table.upper()}, or --{table}"
    return Unbound(name=setting, why=why, help=place)


def fill(document: Any, values: Mapping[str, str]) -> Any:
    """A JSON value with the placeholders replaced; `values` are by name. Raises `DeployError` for one unknown.

    What looks like a pseudo parameter of CloudFormation and has no value is a text of the user's.
    """
    match document:
        case str():
            return PLACEHOLDER.sub(lambda found: _value(found, values), document)
        case Mapping():
            return {name: fill(value, values) for name, value in document.items()}
        case list() | tuple():
            return [fill(value, values) for value in document]
        case _:
            return document


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    name = found[1]
    if name in values:
        return values[name]
    if name.startswith("AWS::"):
        return found[0]
    raise DeployError(f"the emitted documents need a value for `{name}`, which nothing gives")
