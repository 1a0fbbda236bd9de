"""`@exit_hook` on the embedded engine: who is called, when, and that nothing it does changes the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOW = """
import os, pathlib, time
from metaflow import FlowSpec, Parameter, exit_hook, step

def well(run):
    print("well", run.pathspec, run.successful)

def badly(run):
    print("badly", run.successful, flush=True)

def broken():
    raise ValueError("broken hook")

def slow():
    pathlib.Path("slow").touch()
    time.sleep(600)

@exit_hook(on_success=[HOOKS], on_error=[badly])
class HookFlow(FlowSpec):
    nap = Parameter("nap", default=0)

    @step
    def start(self):
        pathlib.Path("started").touch()
        time.sleep(self.nap)
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def begin(folder: Path, hooks: str, *words: str, **variables: str) -> subprocess.Popen[str]:
    (folder / "flow.py").write_text(FLOW.replace("HOOKS", hooks))
    return subprocess.Popen(
        [sys.executable, "-m", "flowc", "run", "flow.py", "--store", "store", "--json", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "FLOWC_CACHE_DIR": "", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def called(folder: Path) -> list[dict[str, Any]]:
    """The documents of all calls, in no order."""
    files = (folder / "store").rglob("hooks/*.json")
    return [json.loads(file.read_bytes().partition(b"\n")[2]) for file in files]


def wait_for(file: Path) -> None:
    end = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_functions_are_called_after_the_run_and_print_beside_the_events(tmp_path: Path, method: str) -> None:
    process = begin(tmp_path, "well, broken, 'well'", FLOWC_START_METHOD=method)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0  # one of them is broken, which the run does not mind
    events = [json.loads(line) for line in out.splitlines()]
    assert [event["event"] for event in events][-1] == "run_ended"
    assert events[-1]["status"] == "succeeded"
    pathspec = f"HookFlow/{events[0]['run']}"
    assert err.count(f"well {pathspec} True\n") == 2
    assert "ValueError: broken hook" in err
    (document,) = called(tmp_path)
    told = {"function": "well", "printed": f"well {pathspec} True\n", "raised": None}
    broken = {"function": "broken", "printed": "", "raised": "ValueError: broken hook"}
    assert document == {"successful": True, "functions": [told, broken, told]}


def test_a_function_that_is_not_there_keeps_no_other_from_being_called(tmp_path: Path) -> None:
    begin(tmp_path, "'nowhere.at_all', 'os.path.nothing', 'os.getpid', well").communicate(timeout=60)
    (document,) = called(tmp_path)
    raised = [one["raised"] for one in document["functions"]]
    assert [(text or "").partition(":")[0] for text in raised] == [
        *("ModuleNotFoundError", "AttributeError"),
        *("", ""),
    ]


def test_an_interrupted_run_has_not_succeeded(tmp_path: Path) -> None:
    process = begin(tmp_path, "well", "--nap", "600")
    wait_for(tmp_path / "started")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    (document,) = called(tmp_path)
    assert [one["function"] for one in document["functions"]] == ["badly"]
    assert document["successful"] is False


def test_ctrl_c_ends_a_function_that_hangs(tmp_path: Path) -> None:
    process = begin(tmp_path, "slow")
    wait_for(tmp_path / "slow")
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.loads(out.splitlines()[-1])["status"] == "succeeded"
    assert called(tmp_path) == []


def test_a_run_that_does_not_start_calls_nobody(tmp_path: Path) -> None:
    process = begin(tmp_path, "well", "--nap", "x")
    process.communicate(timeout=60)
    assert process.returncode == 2
    assert called(tmp_path) == []
