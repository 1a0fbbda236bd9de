"""Cut the JSON Schema of Argo Workflows down to what flowc needs: `argo_schema.py SCHEMA`.

SCHEMA is `api/jsonschema/schema.json` of the argo-workflows project (also in the zip of the Go module
`github.com/argoproj/argo-workflows/v4`). Both files hold what WorkflowTemplate, Workflow and CronWorkflow reach.

`tests/data/argo/workflows.json` is a schema without descriptions, and closed: a field that it does not know is an
error, and IntOrString takes a number, as Kubernetes does.

`backends/argo/lint/fields.json` has for each object its fields and those required. The value of a field is `s`
(text), `i`, `n`, `b` (whole number, number, boolean), `q` (text or number), `a` (any scalar), `*` (anything),
`[x` (a list of x), `{x` (a mapping to x), or `@Name` (an object).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

KINDS = ("WorkflowTemplate", "Workflow", "CronWorkflow")
PREFIX = "io.argoproj.workflow.v1alpha1."
REFERENCE = "#/definitions/"
SCALARS = {"IntOrString": "q", "Quantity": "q", "Time": "a", "MicroTime": "a", "Amount": "q"}
OVERRIDES = {  # Argo's AnyString takes any scalar, although its schema says string; a status is not the user's
    ("Parameter", "value"): "a",
    ("Parameter", "default"): "a",
    ("Parameter", "enum"): "[a",
    ("ValueFrom", "default"): "a",
    ("Workflow", "status"): "*",
    ("CronWorkflow", "status"): "*",
}
LENIENT = {"Container": {"image"}, "ScriptTemplate": {"image", "source"}, "CronWorkflowSpec": {"schedules"}}
"""What a rule of its own speaks of, or what defaults can give."""
DROPPED = ("description", "title", "default")


def main() -> None:
    """Read the one file and write the two."""
    root = Path(__file__).parent.parent
    schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    _write(root / "tests" / "data" / "argo" / "workflows.json", reduced(schema), indent=None)
    _write(root / "backends" / "argo" / "lint" / "fields.json", fields(schema["definitions"]), indent=0)


def _write(file: Path, value: dict[str, Any], *, indent: int | None) -> None:
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, indent=indent)
    file.write_text(text + "\n", encoding="utf-8")
    print(f"{file.name}: {len(text)} bytes")


def reduced(schema: dict[str, Any]) -> dict[str, Any]:
    """The closed schema of the kinds that flowc emits."""
    definitions = schema["definitions"]
    names = _reached(definitions)
    short = {name: str(number) for number, name in enumerate(names)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "kinds": {kind: {"$ref": REFERENCE + short[PREFIX + kind]} for kind in KINDS},
        "definitions": {short[name]: _closed(name, definitions[name], short) for name in names},
    }


def _reached(definitions: dict[str, Any]) -> list[str]:
    names = [PREFIX + kind for kind in KINDS]
    for name in names:
        for reference in _references(definitions[name]):
            if reference not in names:
                names.append(reference)
    return names


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _references(item)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"].removeprefix(REFERENCE)] if isinstance(value.get("$ref"), str) else []
    return own + [name for item in value.values() for name in _references(item)]


def _closed(name: str, definition: dict[str, Any], short: dict[str, str]) -> dict[str, Any]:
    if name.endswith(".IntOrString"):
        return {"type": ["string", "integer"]}
    result: dict[str, Any] = _stripped(definition, short)
    if result.get("type") == "object" and "properties" in result:
        result.setdefault("additionalProperties", False)
    return result


def _stripped(value: Any, short: dict[str, str]) -> Any:
    """The value without prose and extensions; a property may be called `description`, so properties are kept."""
    if isinstance(value, list):
        return [_stripped(item, short) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, item in value.items():
        if key == "properties":
            result[key] = {field: _stripped(inner, short) for field, inner in item.items()}
        elif key == "$ref":
            result[key] = REFERENCE + short[item.removeprefix(REFERENCE)]
        elif key not in DROPPED and not key.startswith("x-"):
            result[key] = _stripped(item, short)
    return result


def fields(definitions: dict[str, Any]) -> dict[str, Any]:
    """The table of fields, by the last part of each object's name."""
    table: dict[str, Any] = {}
    for name in _reached(definitions):
        definition = definitions[name]
        if definition.get("properties"):
            short = _short(name)
            assert short not in table, f"two objects are called {short}"
            table[short] = {
                "required": sorted(set(definition.get("required", [])) - LENIENT.get(short, set())),
                "fields": {
                    field: OVERRIDES.get((short, field)) or _shape(value, definitions)
                    for field, value in definition["properties"].items()
                },
            }
    return table


def _short(name: str) -> str:
    """The last part of a name; Argo and Kubernetes both have an HTTPHeader."""
    last = name.rsplit(".", 1)[1]
    return f"Core{last}" if last == "HTTPHeader" and name.startswith("io.k8s.") else last


def _shape(value: dict[str, Any], definitions: dict[str, Any]) -> str:
    reference = value.get("$ref")
    if reference is not None:
        name = reference.removeprefix(REFERENCE)
        short = _short(name)
        if short in SCALARS:
            return SCALARS[short]
        return f"@{short}" if definitions[name].get("properties") else _shape(definitions[name], definitions)
    kind = value.get("type")
    if kind == "array":
        return "[" + _shape(value["items"], definitions)
    if kind == "object":
        inner = value.get("additionalProperties")
        return "{" + _shape(inner, definitions) if isinstance(inner, dict) else "*"
    return {"string": "s", "integer": "i", "number": "n", "boolean": "b"}.get(kind or "", "*")


if __name__ == "__main__":
    main()
