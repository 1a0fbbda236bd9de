"""The schema gate: what Argo's own API server would refuse, as far as its JSON Schema says.

    from tests.argo_lint.schema import validate

    assert validate(list(yaml.safe_load_all(text))) == []

`validate` gives one line for every violation, with the document and the path in it; nothing when all is well. A
document of a kind that is not in the schemas (see `tests/data/argo`) is a violation too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

DATA = Path(__file__).parents[1] / "data" / "argo"


def validate(documents: Iterable[Any]) -> list[str]:
    """Every violation in the documents of one file; empty documents are passed over."""
    return [
        line for number, one in enumerate(documents) if one is not None for line in _violations(number, one)
    ]


def _violations(number: int, document: Any) -> Iterator[str]:
    kind = document.get("kind") if isinstance(document, dict) else None
    validator = _validators().get(str(kind))
    if validator is None:
        yield f"document {number}: no schema for kind {kind}"
        return
    for violation in validator.iter_errors(document):
        path = "/".join(map(str, violation.absolute_path))
        yield f"document {number} ({kind}): {path}: {violation.message[:200]}"
    for workflow in _started(document):
        yield from _violations(number, workflow)


def _started(document: Any) -> Iterator[Any]:
    """The workflows that a Sensor makes: with what events give, they have to be ones that Argo takes."""
    triggers = document.get("spec", {}).get("triggers", ()) if document.get("kind") == "Sensor" else ()
    for trigger in triggers if isinstance(triggers, list) else ():
        yield trigger["template"]["k8s"]["source"]["resource"]


@cache
def _validators() -> dict[str, jsonschema.Draft202012Validator]:
    validators = {}
    for file in ("workflows.json", "core.json", "events.json"):
        schema = json.loads((DATA / file).read_text(encoding="utf-8"))
        for kind, own in schema["kinds"].items():
            whole = {**own, "definitions": schema["definitions"]}
            validators[kind] = jsonschema.Draft202012Validator(whole)
    return validators
