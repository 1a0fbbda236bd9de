"""Whether a policy allows a call, as IAM decides it: nothing is allowed that no statement allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tests.engines.step_functions.recording import ACCOUNT, REGION

Statement = Mapping[str, Any]


def resolved(document: Any) -> Any:
    """The document with CloudFormation's own names filled in."""
    if isinstance(document, str):
        for name, value in (("Partition", "aws"), ("Region", REGION), ("AccountId", ACCOUNT)):
            document = document.replace(f"${{AWS::{name}}}", value)
        return document
    if isinstance(document, Mapping):
        return {name: resolved(value) for name, value in document.items()}
    return [resolved(item) for item in document] if isinstance(document, list) else document


def statements(policy: Mapping[str, Any]) -> tuple[Statement, ...]:
    """The statements of a policy document."""
    return tuple(resolved(policy)["Statement"])


def allowing(policy: Iterable[Statement], call: Mapping[str, Any]) -> list[Statement]:
    """The statements that allow a call; none when one denies it."""
    matching = [one for one in policy if _matches(one, call)]
    return [] if any(one["Effect"] == "Deny" for one in matching) else matching


def denied(policy: Iterable[Statement], calls: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Actions and resources of the calls that are not allowed, each once."""
    policy = tuple(policy)
    found = [(call["action"], call["resource"]) for call in calls if not allowing(policy, call)]
    return list(dict.fromkeys(found))


def unused(policy: Iterable[Statement], calls: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Pairs of action and resource that a policy allows and no call needed."""
    for statement in policy:
        for action in _listed(statement["Action"]):
            for resource in _listed(statement["Resource"]):
                one = {**statement, "Action": [action], "Resource": [resource]}
                if not any(_matches(one, call) for call in calls):
                    yield action, resource


def _matches(statement: Statement, call: Mapping[str, Any]) -> bool:
    return (
        any(_like(pattern.lower(), call["action"].lower()) for pattern in _listed(statement["Action"]))
        and any(_like(pattern, call["resource"]) for pattern in _listed(statement["Resource"]))
        and _conditions(statement.get("Condition", {}), call.get("context", {}))
    )


def _conditions(conditions: Mapping[str, Mapping[str, Any]], context: Mapping[str, str]) -> bool:
    return all(
        _condition(operator, context.get(key), _listed(values))
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _condition(operator: str, value: str | None, values: Sequence[str]) -> bool:
    if value is None:
        return operator.endswith("IfExists")
    match operator.removesuffix("IfExists"):
        case "StringEquals" | "ArnEquals":
            return value in values
        case "StringLike" | "ArnLike":
            return any(_like(pattern, value) for pattern in values)
    raise NotImplementedError(operator)


def _like(pattern: str, text: str) -> bool:
    parts = (".*" if char == "*" else "." if char == "?" else re.escape(char) for char in pattern)
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
