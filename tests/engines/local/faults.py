"""Faults of the embedded engine, made from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

KILL_TASK = "FAULT_KILL_TASK"
"""Names the step whose tasks kill themselves in their first attempt; see `faulty/sitecustomize.py`."""
FAULTY = Path(__file__).parent / "faulty"
"""To be first on PYTHONPATH, so that Python runs the file in it as it starts."""


def kill_engine_in(process: subprocess.Popen[str], step: str) -> None:
    """Read events until a task of the step begins, then SIGKILL; its zygote ends the tasks."""
    assert process.stdout is not None
    for line in process.stdout:
        event = json.loads(line)
        if event["event"] == "task_started" and event["step"] == step:
            break
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
