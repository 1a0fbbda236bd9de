"""What the shim does for a state machine: reads its input, writes indices, begins a winner with what is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import read_document, seal, unseal
from tests.compiling import read

GOLDEN = Path(__file__).parents[2] / "golden"


def step(folder: Path, flow: str, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a task from the package of a golden flow."""
    package = folder / f"{flow}.pyz"
    if not package.exists():
        unit = read(GOLDEN / flow / "flow.py")
        package.write_bytes(build_package(unit.flows[0], unit.folder, unit.files, Files()).data)
    environment = {"FLOWC_RUN_ID": "run-1", "FLOWC_STORE": str(folder / "store"), **variables}
    return subprocess.run(
        [sys.executable, str(package), "step", name],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "text", ['{"text": "given", "number": 5}', '"{\\"text\\": \\"given\\", \\"number\\": 5}"']
)
def test_parameters_come_from_the_object_that_the_machine_stored(tmp_path: Path, text: str) -> None:
    store = open_store(str(tmp_path / "store"))
    store.put("some/input.json", text.encode())
    done = step(tmp_path, "parameters", "start", FLOWC_PARAMETERS_KEY="some/input.json")
    assert done.returncode == 0, done.stderr
    record = read_document(store, "_/_/ParametersFlow/runs/run-1/run.json")
    assert record["parameters"]["text"] == "given" and record["parameters"]["number"] == 5


def test_what_is_no_object_is_refused_for_good(tmp_path: Path) -> None:
    open_store(str(tmp_path / "store")).put("some/input.json", b"[1]")
    assert step(tmp_path, "parameters", "start", FLOWC_PARAMETERS_KEY="some/input.json").returncode == 78


def test_indices_are_written_only_when_asked_for_and_on_every_attempt(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    key = "_/_/ForeachFlow/runs/run-1/tasks/start/r/indices.json"
    assert step(tmp_path, "foreach", "start").returncode == 0
    assert list(store.list("_/_/ForeachFlow/runs/run-1/tasks/start/r/indices")) == []
    assert step(tmp_path, "foreach", "start", FLOWC_INDICES="1").returncode == 0
    winner = read_document(store, key.replace("indices", "winner"))
    assert json.loads(store.get(key)) == list(range(winner["splits"]))


DOCUMENTS: list[dict[str, Any]] = [
    {},
    {"next": "a"},
    {"splits": 0},
    {"artifacts": {"next": {}}, "next": "a", "zebra": 1},
    {"splits": 12, "artifacts": {}, "next": "b"},
    {"message": "no"},
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_sealed_document_begins_with_what_engines_read(document: dict[str, Any]) -> None:
    sealed = seal(document)
    assert unseal(sealed, "x") == document
    body = sealed.partition(b"\n")[2].decode()
    assert list(json.loads(body))[: len({"next", "splits"} & set(document))] == [
        name for name in ("next", "splits") if name in document
    ]
