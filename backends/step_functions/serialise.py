"""States to the Amazon States Language, and that to text that people can review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flowc.backends.step_functions import model
from flowc.backends.step_functions.jsonata import expression, updated
from flowc.ir.exhaustive import assert_never

ONE_LINE = 110
"""How long an object or list may be to stand on one line."""


def definition(machine: model.Machine) -> dict[str, Any]:
    """A machine as JSON."""
    comment = {"Comment": machine.comment} if machine.comment else {}
    return {**comment, "QueryLanguage": "JSONata", **_scope(machine.scope)}


def text(value: Any) -> str:
    """JSON with short objects on one line. `${` in a text of the user's was escaped by whoever put it there."""
    return _text(value, 0) + "\n"


def _text(value: Any, indent: int) -> str:
    short = json.dumps(value, ensure_ascii=False)
    if len(short) + indent <= ONE_LINE or not value or not isinstance(value, Mapping | list | tuple):
        return short
    inner = " " * (indent + 1)
    if isinstance(value, Mapping):
        rows = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {_text(item, indent + 1)}"
            for name, item in value.items()
        ]
        return "{\n" + ",\n".join(rows) + "\n" + " " * indent + "}"
    rows = [f"{inner}{_text(item, indent + 1)}" for item in value]
    return "[\n" + ",\n".join(rows) + "\n" + " " * indent + "]"


def _scope(scope: model.Scope) -> dict[str, Any]:
    return {"StartAt": scope.start, "States": {state.name: _state(state) for state in scope.states}}


def _state(state: model.State) -> dict[str, Any]:
    match state:
        case model.Task():
            return _task(state)
        case model.Choice(rules=rules, default=default):
            return {"Type": "Choice", "Choices": [_rule(rule) for rule in rules], "Default": default}
        case model.Fail(error=error, cause=cause):
            return {"Type": "Fail", "Error": error, "Cause": cause}
        case model.Succeed():
            return {"Type": "Succeed", "Output": {}}
        case model.Parallel(branches=branches, output=output, next=to, catch=catch):
            scopes = [_scope(branch) for branch in branches]
            return {"Type": "Parallel", "Branches": scopes, **_catch(catch), "Output": output, "Next": to}
        case model.Map():
            return _map(state)
        case _:
            assert_never(state)


def _task(task: model.Task) -> dict[str, Any]:
    found: dict[str, Any] = {"Type": "Task"}
    if task.comment:
        found["Comment"] = task.comment
    found |= {"Resource": task.resource, "Arguments": dict(task.arguments)}
    if task.timeout is not None:
        found["TimeoutSeconds"] = task.timeout
    if task.retry:
        found["Retry"] = [_retry(retry) for retry in task.retry]
    return {**found, **_catch(task.catch), "Output": task.output, **_next(task.next)}


def _next(to: str | None) -> dict[str, Any]:
    return {"End": True} if to is None else {"Next": to}


def _rule(rule: model.Rule) -> dict[str, Any]:
    output = {"Output": expression(updated(rule.go.changes))} if rule.go.changes else {}
    return {"Condition": rule.condition, **output, "Next": rule.go.to}


def _retry(retry: model.Retry) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ErrorEquals": list(retry.errors),
        "IntervalSeconds": retry.interval,
        "MaxAttempts": retry.attempts,
        "BackoffRate": retry.rate,
    }
    if retry.longest is not None:
        found["MaxDelaySeconds"] = retry.longest
    if retry.jitter:
        found["JitterStrategy"] = "FULL"
    return found


def _catch(catch: model.Catch | None) -> dict[str, Any]:
    if catch is None:
        return {}
    return {"Catch": [{"ErrorEquals": ["States.ALL"], "Output": catch.output, "Next": catch.next}]}


def _map(state: model.Map) -> dict[str, Any]:
    found: dict[str, Any] = {"Type": "Map"}
    if isinstance(state.items, str):
        mode = {"Mode": "INLINE"}
        found["Items"] = state.items
    else:
        mode = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
        found["Retry"] = [_retry(state.items.retry)]
        found["Label"] = state.label
        found["ItemReader"] = {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Arguments": {"Bucket": state.items.bucket, "Key": state.items.key},
        }
    return {
        **found,
        "ItemSelector": dict(state.selector),
        "MaxConcurrency": state.concurrency,
        "ItemProcessor": {"ProcessorConfig": mode, **_scope(state.body)},
        "Output": state.output,
        "Next": state.next,
    }
