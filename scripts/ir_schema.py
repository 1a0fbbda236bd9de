"""Write `docs/ir.schema.json`, the JSON Schema of `flowc compile --emit ir-json`, from the node classes themselves.

`--check` compares instead of writing, and exits 1 when the file is stale.
"""

from __future__ import annotations

import json
import sys
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from flowc.diagnostics import Span
from flowc.ir import codec

TARGET = Path(__file__).parent.parent / "docs" / "ir.schema.json"
SCALARS: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}
FORWARD = {"Json": object, "Mapping": Mapping, "Sequence": Sequence}
"""Names in the forward references of `Json`, whose fields the schema leaves open anyway."""
SPAN = {
    "type": "array",
    "description": "file, line, column, end line, end column (exclusive); counted from 1",
    "prefixItems": [{"type": "string"}, *({"type": "integer", "minimum": 1} for _ in range(4))],
    "minItems": 5,
    "maxItems": 5,
}


def schema() -> dict[str, Any]:
    """The whole schema: the document, and a definition for each kind of node."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowc IR",
        "type": "object",
        "required": ["version", "flow"],
        "additionalProperties": False,
        "properties": {"version": {"const": codec.VERSION}, "flow": {"$ref": "#/$defs/Flow"}},
        "$defs": {"Span": SPAN, **{kind: _node(kind, cls) for kind, cls in sorted(codec.NODES.items())}},
    }


def _node(kind: str, cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls, localns=FORWARD)
    properties: dict[str, Any] = {"kind": {"const": kind}}
    required = ["kind"]
    for field in fields(cls):
        properties[field.name] = {} if "raw" in field.metadata else _type(hints[field.name])
        if not _has_default(field):
            required.append(field.name)
    return {
        "type": "object",
        "description": (cls.__doc__ or "").split("\n\n")[0].replace("\n    ", " ").strip(),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _type(hint: Any) -> dict[str, Any]:
    if isinstance(hint, typing.NewType):
        return _type(hint.__supertype__)
    if hint in SCALARS:
        return SCALARS[hint]
    if hint is Span:
        return {"$ref": "#/$defs/Span"}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_type(argument) for argument in arguments]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return _tuple(arguments)
    kind = next(kind for kind, cls in codec.NODES.items() if cls is hint)
    return {"$ref": f"#/$defs/{kind}"}


def _tuple(arguments: tuple[Any, ...]) -> dict[str, Any]:
    if arguments[1:] == (Ellipsis,):
        return {"type": "array", "items": _type(arguments[0])}
    items = [_type(argument) for argument in arguments]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}


def main() -> int:
    """Write the file, or with `--check` say whether it is fresh."""
    text = json.dumps(schema(), indent=2) + "\n"
    if "--check" in sys.argv[1:]:
        fresh = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        if not fresh:
            print(f"{TARGET.name} is stale: run `make docs`", file=sys.stderr)
        return 0 if fresh else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
