"""A run as the store has it, against what a case expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

from flowc.client import Run, Step
from flowc.client.errors import MetaflowNotFound
from flowc.client.listing import children
from flowc.client.order import by_path
from flowc.client.places import find_run
from flowc.runtime_shim.store import Store
from flowc.runtime_shim.store.documents import read_document
from tests.conformance.cases import Case


def differences(case: Case, store: Store, flow: str, run: str) -> list[str]:
    """What is not as the case says, in words; empty when all is. The status is the caller's to compare."""
    try:
        keys, _ = find_run(store, flow, run)
    except MetaflowNotFound as missing:
        return [f"it left nothing: {missing}"]
    steps = {step.id: step for step in Run.at(store, keys)}
    wrong: list[str] = []
    tasks = {name: len(list(step)) for name, step in steps.items()}
    if tasks != dict(case.tasks):
        wrong.append(f"tasks {tasks}, expected {dict(case.tasks)}")
    failed = sorted(name for name, step in steps.items() if not all(task.done for task in step))
    if failed != sorted(case.failed):
        wrong.append(f"failed steps {failed}, expected {sorted(case.failed)}")
    attempts = {name: count for name, step in steps.items() if (count := _attempts(step)) > 1}
    if attempts != dict(case.attempts):
        wrong.append(f"attempts {attempts}, expected {dict(case.attempts)}")
    for name, expected in case.artifacts.items():
        wrong += _artifacts(steps.get(name), name, expected)
    hooks = [told for key in store.list(f"{keys.root}/hooks") for told in _called(store, key)]
    if hooks != list(case.hooks):
        wrong.append(f"exit hooks {hooks}, expected {list(case.hooks)}")
    return wrong


def _called(store: Store, key: str) -> list[str]:
    """The functions of one call of all hooks, each with what it raised or, if nothing, printed."""
    functions = read_document(store, key)["functions"]
    return [f"{one['function']}: {one['raised'] or one['printed'].strip()}" for one in functions]


def _attempts(step: Step) -> int:
    """The most attempts that a task of the step had."""
    most = 0
    for task in step:
        ids = children(task.store, f"{task.keys.root}/attempts")
        most = max(most, task.current_attempt + 1, *(int(one.partition("-")[0]) + 1 for one in ids))
    return most


def _artifacts(step: Step | None, name: str, expected: Mapping[str, Any]) -> list[str]:
    if step is None:
        return [f"step {name} has no task"]
    data = max(step, key=lambda task: by_path(task.id)).data
    wrong = []
    for artifact, value in expected.items():
        found = plain(getattr(data, artifact)) if artifact in data else "<absent>"
        if found != value:
            wrong.append(f"{name}.{artifact} is {found!r}, expected {value!r}")
    return wrong


def plain(value: Any) -> Any:
    """The value as TOML could say it: tuples as lists, mappings as dicts."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return plain(vars(value))
    return value
