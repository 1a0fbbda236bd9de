"""What no linter of state machines finds, found here: see `test_gates.py` for a planted fault of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jsonata

CONTEXT = {
    "Execution": {"Id", "Input", "Name", "RoleArn", "StartTime", "RedriveCount", "RedriveTime"},
    "State": {"EnteredTime", "Name", "RetryCount"},
    "StateMachine": {"Id", "Name"},
    "Map": {"Item"},
    "Task": {"Token"},
}
"""The context object: developer guide, "Accessing execution data from the Context object"."""
STATES = {"input", "result", "errorOutput", "context"}
ADDED = {"partition", "range", "hash", "random", "uuid", "parse"}
"""Functions that Step Functions adds to those of JSONata."""
NOT_THERE = {"eval", "now", "millis"}
"""`$eval` is refused; the other two differ between attempts."""


def faults(machine: Mapping[str, Any]) -> list[str]:
    """Every fault, with the place it is in."""
    found = []
    for place, state in states(machine):
        found += [f"{place}: {text}" for text in _errors(state)]
        for code in expressions(state):
            found += [f"{place}: {text}" for text in _expression(code)]
    return found


def states(machine: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All states at any depth."""
    for name, state in machine["States"].items():
        yield f"{outer}{name}", state
        inner = [state["ItemProcessor"]] if "ItemProcessor" in state else state.get("Branches", [])
        for number, body in enumerate(inner):
            yield from states(body, f"{outer}{name}[{number}].")


def expressions(value: Any) -> Iterator[str]:
    """The code of every expression in a state, but for states inside it."""
    if isinstance(value, str) and value.startswith("{%") and value.endswith("%}"):
        yield value[2:-2].strip()
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in ("Branches", "ItemProcessor"):
                yield from expressions(item)
    elif isinstance(value, list):
        for item in value:
            yield from expressions(item)


def _errors(state: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("Retry", "Catch"):
        entries = state.get(kind, [])
        for number, entry in enumerate(entries):
            names = entry["ErrorEquals"]
            if "States.ALL" in names and len(names) > 1:
                yield f"{kind} {number}: States.ALL is not alone"
            if "States.ALL" in names and number != len(entries) - 1:
                yield f"{kind} {number}: States.ALL is not last"


def _expression(code: str) -> Iterator[str]:
    try:
        tree = jsonata.Jsonata(code).ast
    except jsonata.JException as error:
        yield f"`{code}` does not parse: {error}"
        return
    known = {"states", *ADDED, *_builtins()} - NOT_THERE
    for node in _nodes(tree):
        if node.type == "variable" and node.value not in known:
            yield f"`{code}` refers to ${node.value}, which does not exist"
        if node.type == "path":
            yield from _path(code, node)


def _path(code: str, node: Any) -> Iterator[str]:
    first, *names = [step.value for step in node.steps]
    if node.steps[0].type != "variable" or first != "states" or not names:
        return
    if names[0] not in STATES:
        yield f"`{code}` refers to $states.{names[0]}, which does not exist"
    elif names[0] == "context" and not _has_context(names[1:3]):
        yield f"`{code}` refers to {'.'.join(map(str, names))}, which the context does not have"


def _has_context(names: list[Any]) -> bool:
    return (not names or names[0] in CONTEXT) and (len(names) < 2 or names[1] in CONTEXT[names[0]])


def _builtins() -> set[str]:
    bindings = jsonata.Jsonata.static_frame.bindings
    return {str(name) for name in bindings}


def _nodes(tree: Any) -> Iterator[Any]:
    """Every node of a syntax tree."""
    from jsonata.parser import Parser

    rest, seen = [tree], set()
    while rest:
        node = rest.pop()
        if isinstance(node, (list, tuple)):
            rest.extend(node)
        elif isinstance(node, Parser.Symbol) and id(node) not in seen:
            seen.add(id(node))
            yield node
            rest.extend(vars(node).values())
