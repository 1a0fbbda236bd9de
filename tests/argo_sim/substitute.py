"""`{{...}}` replaced in strings, loudly: a variable that is not there is what makes Argo 4.1 fail or hang."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.argo_sim.expressions import evaluate
from tests.argo_sim.pods import Refused

_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def substitute(value: Any, variables: Mapping[str, str]) -> Any:
    """The value with each variable replaced; mappings and lists are gone through."""
    if isinstance(value, dict):
        return {key: substitute(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [substitute(item, variables) for item in value]
    if not isinstance(value, str):
        return value

    def replacement(found: re.Match[str]) -> str:
        tag = found.group(1)
        if tag.startswith("="):
            return str(evaluate(tag[1:], nested(variables)))
        if tag.strip() not in variables:
            raise Refused(f"{found.group(0)} cannot be resolved in {value!r}")
        return variables[tag.strip()]

    return _TAG.sub(replacement, value)


def nested(variables: Mapping[str, str]) -> dict[str, Any]:
    """`a.b.c` as members of members, as expressions read them."""
    root: dict[str, Any] = {}
    for name, value in variables.items():
        *path, last = name.split(".")
        held = root
        for part in path:
            inner = held.setdefault(part, {})
            held = inner if isinstance(inner, dict) else {}
        held[last] = value
    return root
