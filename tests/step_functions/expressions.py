"""JSONata as Step Functions evaluates it: whole texts `{% ... %}`, with `$states`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonata


class Failed(Exception):  # noqa: N818 - it names what happened
    """The state ends with an error of this name."""

    def __init__(self, name: str, cause: str = "") -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name
        self.cause = cause


@cache
def parsed(code: str) -> Any:
    return jsonata.Jsonata(code)


def is_expression(text: str) -> bool:
    return text.startswith("{%") and text.endswith("%}")


def evaluate(value: Any, states: Mapping[str, Any]) -> Any:
    """The value with its expressions evaluated."""
    if isinstance(value, str):
        return _evaluate(value[2:-2], states) if is_expression(value) else value
    if isinstance(value, dict):
        return {name: evaluate(item, states) for name, item in value.items()}
    if isinstance(value, list):
        return [evaluate(item, states) for item in value]
    return value


def _evaluate(code: str, states: Mapping[str, Any]) -> Any:
    expression = parsed(code)
    frame = expression.create_frame()
    frame.bind("states", states)
    try:
        result = expression.evaluate(None, frame)
    except Exception as failure:
        raise Failed("States.QueryEvaluationError", f"{code}: {failure}") from failure
    if result is None:
        raise Failed("States.QueryEvaluationError", f"{code} is undefined")
    return json.loads(json.dumps(result))
