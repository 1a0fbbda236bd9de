"""The expected DAG files of the golden flows: run in the simulator, read by linters, kept small."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from flowc.ir.flow import Flow
from flowc.ir.trace import traces
from tests.airflow.emitting import emit
from tests.airflow.sim.compare import compare, fail_one
from tests.airflow.sim.file import DagFile, load
from tests.argo_sim.oracles import Random
from tests.compiling import read

GOLDEN = Path(__file__).parents[2] / "golden"
NAMES = sorted(path.parent.name for path in GOLDEN.glob("*/expected.airflow.py"))

LARGEST = 6 * 1024
"""Bytes of a flow with a branch and a foreach, without its package."""

EXECUTORS = ("process", "kubernetes", "batch", "ecs")
OWN = {
    "job-queue": "queue",
    "job-definition": "definition",
    "cluster": "cluster",
    "task-definition": "definition",
    "container-name": "main",
    "xcom-image": "registry.example/alpine:3",
    "steps": {"end": {"executor": "process"}},
}


def golden(name: str) -> tuple[Flow, str]:
    (flow,) = read(GOLDEN / name / "flow.py").flows
    return flow, (GOLDEN / name / "expected.airflow.py").read_text(encoding="utf-8")


def loaded(name: str) -> tuple[Flow, DagFile]:
    flow, text = golden(name)
    return flow, load(text)


def test_there_are_golden_flows() -> None:
    assert len(NAMES) > 60


@pytest.mark.parametrize("name", NAMES)
def test_expected_files_run_as_the_reference_says(name: str) -> None:
    flow, file = loaded(name)
    for seed in range(3):
        compare(flow, file, Random(flow, seed, 3), random.Random(seed).randrange)


@pytest.mark.parametrize("name", NAMES)
def test_a_failing_step_fails_the_run(name: str) -> None:
    flow, file = loaded(name)
    oracle = Random(flow, 1)
    for task in traces(flow, oracle).tasks():
        fail_one(flow, file, oracle, task)


def ruff(folder: Path) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--isolated",
            "--no-cache",
            "--select",
            "AIR,E9,F",
            str(folder),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode else ""


def test_linters_find_nothing(tmp_path: Path) -> None:
    for name in NAMES:
        flow, text = golden(name)
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        if name in ("etl", "nested_loops", "hello", "training_pipeline", "kubernetes"):
            for executor in EXECUTORS:
                other = emit(flow, executor=executor, own=OWN, store=None)
                compile(other, "dag.py", "exec")
                (tmp_path / f"{name}_{executor}.py").write_text(other, encoding="utf-8")
    assert ruff(tmp_path) == ""


def test_the_linter_can_find_something(tmp_path: Path) -> None:
    (tmp_path / "dag.py").write_text(
        "from airflow.datasets import Dataset\nDataset('x')\nname\n", encoding="utf-8"
    )
    found = ruff(tmp_path)
    assert "AIR" in found
    assert "F821" in found


@pytest.mark.parametrize("name", ["branch_in_foreach", "foreach_in_branch"])
def test_files_are_small(name: str) -> None:
    assert len((GOLDEN / name / "expected.airflow.py").read_bytes()) <= LARGEST
