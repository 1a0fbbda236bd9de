"""The process that imports the flow is forked from the command before it has done anything: no step can tell."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flowc.backends.local.zygote_ahead import is_wanted
from tests.local.running import ROOT, Place

LOOKING = """
    import multiprocessing, os, sys


    def above(pid):
        with open(f"/proc/{pid}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[1])


    def command(pid):
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read()


    class LookFlow(FlowSpec):
        @step
        def start(self):
            zygote = above(os.getppid())
            self.same = command(zygote) == command(above(zygote))
            self.file = getattr(sys.modules["__main__"], "__file__", None)
            self.words = sys.argv
            self.open = [number for number in (50, 51) if os.path.exists(f"/proc/self/fd/{number}")]
            self.stdin = sys.stdin.read()
            process = multiprocessing.get_context("spawn").Process(target=os._exit, args=(7,))
            process.start()
            process.join()
            self.spawned = process.exitcode
            self.next(self.end)

        @step
        def end(self):
            pass
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_a_step_sees_nothing_of_the_command(place: Place) -> None:
    place.write(LOOKING)
    command = [sys.executable, "-m", "flowc", "run", "flow.py"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FLOWC_STORE": str(place.folder / "store")}
    other = os.open(place.folder / "flow.py", os.O_RDONLY)
    pid = os.fork()
    if pid == 0:
        for number in (0, 50, 51):
            os.dup2(other, number)
        os.chdir(place.folder)
        os.execve(command[0], command, environment)
    os.close(other)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    data = place.latest("LookFlow").data
    assert data is not None
    assert data.same, "it is no interpreter of its own"
    assert (data.file, data.words, data.open, data.stdin, data.spawned) == (None, ["flowc"], [], "", 7)


def test_which_commands_want_it() -> None:
    linux = sys.platform.startswith("linux")
    assert [is_wanted(words) for words in (["run", "f.py"], ["resume", "1"])] == [linux, linux]
    assert not any(is_wanted(words) for words in ([], ["compile", "run"], ["--help"], ["runs"]))


def test_a_command_that_runs_nothing_leaves_no_process(place: Place) -> None:
    place.write("this is no Python")
    done = place.flowc("run", "flow.py")
    assert done.code == 1
    assert "FLOW" in done.err
    assert place.flowc("run", "--help").code == 0
    own = str(place.folder).encode()
    left = [pid for pid in Path("/proc").glob("[0-9]*") if own in _environment(pid)]
    assert left == []


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""
