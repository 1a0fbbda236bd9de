"""Whoever is killed, nothing below goes on: neither the step nor what it forked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.local.running import Place

STEP = """
import os, signal, time

{}


class OrphanFlow(FlowSpec):
    @step
    def start(self):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        fork = os.fork()
        open(f"pid-{{'child' if fork == 0 else 'step'}}", "w").write(str(os.getpid()))
        time.sleep(0.2 if os.path.exists("quick") else 100)
        if fork == 0:
            os._exit(0)
        self.next(self.end)

    @step
    def end(self):
        pass
"""
THREAD = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()"
SECONDS = 20.0

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process by a signal that another has ended"
)


def above(pid: int) -> int:
    """The process that started one."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def is_running(pid: int) -> bool:
    """Whether a process is there, and not only waiting to be asked how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def begun(place: Place, name: str) -> int:
    """The process that wrote a file of this name."""
    path = place.folder / f"pid-{name}"
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if path.is_file() and path.read_text():
            return int(path.read_text())
        time.sleep(0.02)
    raise AssertionError(f"{path} was not written")


def still_running(pids: list[int]) -> list[int]:
    """Those that go on for long after."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and any(is_running(pid) for pid in pids):
        time.sleep(0.02)
    return [pid for pid in pids if is_running(pid)]


def start(place: Place, head: str) -> tuple[subprocess.Popen[str], list[int]]:
    """A run with a step under way that ignores SIGTERM: the engine, then the step and its child."""
    place.write(STEP.format(head))
    process = place.start("run", "flow.py", "--json")
    return process, [begun(place, "step"), begun(place, "child")]


@pytest.mark.parametrize("head", ["", THREAD], ids=["forked", "spawned"])
@pytest.mark.parametrize("victim", ["supervisor", "zygote", "engine"])
def test_what_is_below_ends_too(tmp_path: Path, victim: str, head: str) -> None:
    place = Place(tmp_path)
    process, pids = start(place, head)
    supervisor = above(pids[0])
    zygote = above(supervisor)
    assert above(zygote) == process.pid
    (tmp_path / "quick").touch()
    os.kill({"supervisor": supervisor, "zygote": zygote, "engine": process.pid}[victim], signal.SIGKILL)
    assert still_running([*pids, supervisor]) == []
    process.communicate(timeout=60)
    if victim != "engine":
        assert process.returncode == 1
    run = place.latest("OrphanFlow")
    assert run.state == ("interrupted" if victim == "engine" else "failed")
    assert place.flowc("run", "flow.py", "--continue", run.id).code == 0


def test_the_message_names_the_signal(tmp_path: Path) -> None:
    place = Place(tmp_path)
    process, pids = start(place, "")
    os.kill(above(pids[0]), signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert "error: step `start` failed: its process was ended by SIGKILL" in err
