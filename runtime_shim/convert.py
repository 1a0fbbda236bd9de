"""Parameter values: from text, as it was typed or as an engine passed it on, to what steps see."""

from __future__ import annotations

from flowc.runtime_shim.lean import json
from flowc.runtime_shim.plan import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

TRUE = frozenset(("1", "true", "t", "yes", "y", "on"))
FALSE = frozenset(("0", "false", "f", "no", "n", "off"))
ENGINES_OWN = frozenset(("flowc-store", "flowc-image"))
"""Parameters that the manifests add to a flow's; an engine that hands on all of them hands on these too."""
WHAT = {"int": "a whole number", "float": "a number", "bool": "true or false", "json": "JSON"}


class BadValue(Exception):  # noqa: N818 - it names what is wrong
    """A value that does not fit its parameter."""


def convert(node: Node, value: Any) -> Any:
    """The value of a parameter of the plan, from a text or a JSON value. Raises `BadValue`."""
    if value is None:
        return None
    converted = _typed(node, value)
    choices = node.get("choices", ())
    if choices and converted not in choices:
        raise BadValue(f"parameter `{node['name']}` is {converted!r}; it can be {', '.join(choices)}")
    separator = node.get("separator")
    if separator and isinstance(converted, str):
        return converted.split(separator) if converted else converted
    return converted


def _typed(node: Node, value: Any) -> Any:
    kind = node["type"]
    try:
        if kind == "bool":
            return _truth(value)
        if kind == "json":
            return json.loads(value) if isinstance(value, str) else value
        if kind in ("int", "float"):
            return _number(kind, value)
    except (ValueError, TypeError, RecursionError):
        raise BadValue(f"parameter `{node['name']}` is {_short(value)}, which is not {WHAT[kind]}") from None
    return value if isinstance(value, str) or node.get("separator") else _text(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in TRUE or text in FALSE:
        return text in TRUE
    raise ValueError(value)


def _number(kind: str, value: Any) -> int | float:
    if kind == "float":
        return float(value)
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(value)
    return int(value)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, bool | int | float) else json.dumps(value)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def given(text: str) -> Mapping[str, Any]:
    """The values in `FLOWC_PARAMETERS`: a JSON object, or the list of names and texts that some engines pass on.

    In the list, the text `null` means "not given", and what is not the flow's is left out. An engine written in Go
    says `null` for an empty list, as Argo does of a workflow without parameters. Raises `BadValue`.
    """
    try:
        document = json.loads(text)
        if isinstance(document, dict):
            return document
        return {
            item["name"]: item["value"]
            for item in ([] if document is None else document)
            if item["name"] not in ENGINES_OWN and item.get("value") not in (None, "null")
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadValue(
            f"FLOWC_PARAMETERS is neither a JSON object nor a list of names and values: {_short(text)}"
        ) from None
