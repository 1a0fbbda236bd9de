"""What a Sensor makes of events, as far as flowc's Sensors go: a stand-in, written after the documentation.

Filters: https://argoproj.github.io/argo-events/sensors/filters/data/; parameters:
https://argoproj.github.io/argo-events/tutorials/02-parameterization/. A path that is not there gives the default; a
Go template is one value, hashed and cut. Anything else raises.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

Event = Mapping[str, Any]
"""`context` and `data` of a CloudEvent."""
TEMPLATE = re.compile(r"\{\{ \.Input\.([\w.]+) \| sha256sum \| trunc (\d+) \}\}")
MISSING = object()


def started(sensor: Mapping[str, Any], events: Mapping[str, Event]) -> dict[str, Any] | None:
    """The Workflow that is made once these events have come, by dependency; None when one is left to wait for."""
    for dependency in sensor["spec"]["dependencies"]:
        event = events.get(dependency["name"])
        if event is None or not passes(dependency, event):
            return None
    (trigger,) = sensor["spec"]["triggers"]
    made: dict[str, Any] = copy.deepcopy(trigger["template"]["k8s"]["source"]["resource"])
    for parameter in trigger["template"]["k8s"]["parameters"]:
        _set(made, parameter["dest"].split("."), _value(parameter["src"], events), parameter.get("operation"))
    return made


def passes(dependency: Mapping[str, Any], event: Event) -> bool:
    """Whether an event is one that the dependency waits for: all its filters hold."""
    return all(_matches(one, event["data"]) for one in dependency["filters"]["data"])


def _matches(one: Mapping[str, Any], data: Any) -> bool:
    assert one["type"] == "string" and one.keys() == {"path", "type", "value"}
    found = _found(data, one["path"])
    return found is not MISSING and any(re.search(value, _text(found)) for value in one["value"])


def _value(source: Mapping[str, Any], events: Mapping[str, Event]) -> str:
    event = events[source["dependencyName"]]
    for part in ("data", "context"):
        if f"{part}Template" in source:
            return _rendered(source[f"{part}Template"], event[part])
        if f"{part}Key" in source:
            found = _found(event[part], source[f"{part}Key"])
            return str(source["value"]) if found is MISSING else _text(found)
    raise AssertionError(f"nothing is read: {source}")


def _rendered(template: str, value: Any) -> str:
    found = TEMPLATE.fullmatch(template)
    assert found is not None, template
    text = _found(value, found[1])
    assert isinstance(text, str), f"{template} of {text}"
    return hashlib.sha256(text.encode()).hexdigest()[: int(found[2])]


def _found(value: Any, path: str) -> Any:
    """Along a path of names and numbers; other characters mean something else in it."""
    assert re.fullmatch(r"[\w.-]+", path), path
    for key in path.split("."):
        if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, Mapping) and key in value:
            value = value[key]
        else:
            return MISSING
    return value


def _text(value: Any) -> str:
    """What becomes of a JSON value: a text as it is, `null` nothing, all else its JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _set(made: Any, path: list[str], value: str, operation: str | None) -> None:
    *way, last = path
    for key in way:
        made = made[int(key)] if isinstance(made, list) else made[key]
    assert operation in (None, "append")
    made[last] = made[last] + value if operation == "append" else value
