"""JSONata, evaluated by `jsonata-python`."""

from __future__ import annotations

import json
from threading import Lock
from typing import Any

WHY = "moto has a place for an evaluator of JSONata, and none in it"

LOCK = Lock()
"""The evaluator keeps instances by thread, and the states of a Map or Parallel are evaluated by several."""


def evaluate(expression: str) -> Any:
    """The value as plain JSON; `jsonata` has sequence classes of its own, and nothing for "no value"."""
    import jsonata
    from moto.stepfunctions.parser.asl.jsonata.jsonata import JSONataException

    try:
        with LOCK:
            found = jsonata.Jsonata(expression).evaluate(None)
        return json.loads(json.dumps(found))
    except Exception as error:
        raise JSONataException("UNKNOWN", str(error)) from error


def apply() -> None:
    """Fill the place."""
    from moto.stepfunctions.parser.asl.jsonata import jsonata as moto_jsonata

    moto_jsonata._eval_jsonata = evaluate
