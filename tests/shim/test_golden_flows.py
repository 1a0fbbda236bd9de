"""Every golden flow, case by case, through the shim alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from flowc.runtime_shim.store import open_store
from tests.shim.running import Running, Stopped

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


def cases() -> list[Any]:
    found = []
    for file in sorted(GOLDEN.glob("*/cases.toml")):
        listed = tomllib.loads(file.read_text())["case"]
        found.extend(
            pytest.param(file.parent, case, id=f"{file.parent.name}-{case['name']}") for case in listed
        )
    return found


@pytest.mark.parametrize(("folder", "case"), cases())
def test_case(folder: Path, case: dict[str, Any], tmp_path: Path) -> None:
    running = Running(folder / "flow.py", open_store(str(tmp_path)), case.get("parameters"))
    counts: dict[str, int] = {}
    try:
        for task in running.go().tasks():
            counts[task.step] = counts.get(task.step, 0) + 1
        status = "succeeded"
    except Stopped as stopped:
        status = "refused" if stopped.outcome.code == 78 else "failed"
        if "failed" in case:
            assert stopped.task.step in case["failed"]
    assert status == case["status"]
    if status == "succeeded" and "tasks" in case:
        assert counts == case["tasks"]
    for step, expected in case.get("attempts", {}).items():
        assert max(n for task, n in running.attempts.items() if task.step == step) == expected
    for step, expected in case.get("artifacts", {}).items():
        last = [task for task in running.done if task.step == step][-1]
        found = running.artifacts(step, last.path)
        assert {name: found.get(name) for name in expected} == expected
