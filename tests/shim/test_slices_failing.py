"""Items of a slice that fail, are killed or stopped: each is tried again alone."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from flowc.runtime_shim.store.documents import read_document, seal
from tests.shim.sliced import Sliced

KILLED = "if self.index == 2 and current.retry_count == 0: os.kill(os.getpid(), signal.SIGKILL)"


def test_a_killed_item_alone_is_tried_again(tmp_path: Path) -> None:
    flow = Sliced(tmp_path, 5, KILLED, "@retry(times=1)")
    flow.run("start")
    done = flow.run("work", "r.0x8")
    assert done.returncode == 1
    assert flow.won("work", 5) == [0, 1, 3, 4]
    again = flow.run("work", "r.0x8", 1)
    assert (again.returncode, again.stdout) == (0, "item 2\n")
    assert flow.won("work", 5) == [0, 1, 2, 3, 4]
    assert [flow.attempts("work", f"r.{n}") for n in (1, 2)] == [["0"], ["0", "1"]]


@pytest.mark.parametrize("catches", [False, True])
def test_the_whole_machine_dies(tmp_path: Path, catches: bool) -> None:
    """Only what was not done is run again; an item that never began is not taken for one that failed."""
    waits = "print('up', flush=True); time.sleep(600)"
    body = f"if self.index == 2 and not os.path.exists(os.environ['AT'] + '/lives'): {waits}"
    flow = Sliced(tmp_path, 4, body, "@catch(var='failed')" if catches else "")
    flow.run("start")
    with subprocess.Popen(
        flow.command("work", "r.0x4"),
        env=flow.environment(),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "up\n":
            assert process.poll() is None
        for pid in descendants(process.pid):
            os.kill(pid, signal.SIGKILL)
    (tmp_path / "lives").touch()
    assert flow.won("work", 4) == [0, 1]
    again = flow.run("work", "r.0x4", 1)
    assert again.returncode == 0, again.stderr
    assert flow.won("work", 4) == [0, 1, 2, 3]
    ran = [2, 3] if not catches else [3]
    assert again.stdout == "".join(f"item {n}\n" for n in ran)
    if catches:
        winner = flow.winner("work", "r.2")
        assert winner is not None
        assert winner["status"] == "caught"
        assert flow.value("work", "r.3", "failed") is None


def descendants(pid: int) -> list[int]:
    """A process and all below it, oldest first."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").iterdir():
            found.extend(int(child) for child in (task / "children").read_text().split())
    return found


def test_sigterm_is_prompt(tmp_path: Path) -> None:
    flow = Sliced(tmp_path, 4, "if self.index == 1: print('up', flush=True); time.sleep(600)")
    flow.run("start")
    with subprocess.Popen(
        flow.command("work", "r.0x4"), env=flow.environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "up\n":
            assert process.poll() is None
        below = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143
    assert flow.won("work", 4) == [0]
    assert not any(Path(f"/proc/{pid}").exists() for pid in below)
    assert flow.attempts("work", "r.2") == [], "no further item was begun"
    (key,) = (key for key in flow.store.list(flow.keys.task("work", "r.1").root) if "manifest" in key)
    assert read_document(flow.store, key)["status"] == "terminated"


def test_sigterm_while_the_flow_is_imported(tmp_path: Path) -> None:
    slow = "if os.path.exists(os.environ['AT'] + '/slow'): print('up', flush=True); time.sleep(600)"
    flow = Sliced(tmp_path, 2, imports=slow)
    flow.run("start")
    (tmp_path / "slow").touch()
    with subprocess.Popen(
        flow.command("work", "r.0x2"), env=flow.environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143


def test_all_items_are_tried_and_the_code_says_whether_to_retry(tmp_path: Path) -> None:
    flow = Sliced(tmp_path, 4, "if self.index in (0, 2): raise ValueError(self.index)")
    flow.run("start")
    done = flow.run("work", "r.0x4")
    assert (done.returncode, flow.won("work", 4)) == (1, [1, 3])
    for item in (0, 2):
        assert flow.run("work", f"r.{item}x1").returncode == 1
    stone = "some earlier attempt says so"
    flow.store.put(flow.keys.task("work", "r.0").tombstone, seal({"message": stone}))
    mixed = flow.run("work", "r.0x4", 1)
    assert mixed.returncode == 1, "item 2 may be tried again"
    assert stone in mixed.stderr
    assert flow.run("work", "r.0x2", 1).returncode == 78, "item 0 may not, item 1 has won"


def test_catch_and_retry_are_each_items_own(tmp_path: Path) -> None:
    body = "self.tried = current.retry_count\nif self.index % 2 == 1 and self.tried < self.index: raise ValueError"
    flow = Sliced(tmp_path, 4, body, "@retry(times=1)\n    @catch(var='failed')")
    flow.run("start")
    assert flow.run("work", "r.0x4").returncode == 1
    assert flow.run("work", "r.0x4", 1).returncode == 0
    assert [flow.value("work", f"r.{n}", "tried") for n in range(4)] == [0, 1, 0, 1]
    status = [(flow.winner("work", f"r.{n}") or {})["status"] for n in range(4)]
    assert status == ["done", "done", "done", "caught"]
    assert flow.value("work", "r.3", "failed").type.endswith("ValueError")


def test_a_process_that_user_code_ends_is_no_success(tmp_path: Path) -> None:
    flow = Sliced(tmp_path, 3, imports="if os.path.exists(os.environ['AT'] + '/bad'): os._exit(0)")
    flow.run("start")
    (tmp_path / "bad").touch()
    done = flow.run("work", "r.0x3")
    assert done.returncode == 1
    assert "has ended before its slice was done" in done.stderr


def test_an_import_that_fails_leaves_tombstones(tmp_path: Path) -> None:
    flow = Sliced(
        tmp_path, 2, imports="if os.path.exists(os.environ['AT'] + '/bad'): import nothing_of_that_name"
    )
    flow.run("start")
    (tmp_path / "bad").touch()
    done = flow.run("work", "r.0x2")
    assert (done.returncode, "No module named 'nothing_of_that_name'" in done.stderr) == (78, True)
    (tmp_path / "bad").unlink()
    assert flow.run("work", "r.0x2", 1).returncode == 78


@pytest.mark.parametrize(
    ("step", "path", "message"),
    [
        ("work", "r.9x8", "slice 9 of 8 begins after the last of 3 items"),
        ("work", "r.0x60000", "too long"),
        ("start", "r.0x8", "step `start` says for each item how the flow goes on"),
        ("join", "r.0x8", "step `join` is no step of the body of a foreach: it cannot be run in slices"),
        ("zap", "r.0x8", "the flow has no step `zap`"),
    ],
)
def test_what_cannot_be_run_in_slices(tmp_path: Path, step: str, path: str, message: str) -> None:
    flow = Sliced(tmp_path, 3)
    flow.run("start")
    done = flow.run(step, path)
    assert done.returncode == 78
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_slice_before_its_opener_may_be_tried_again(tmp_path: Path) -> None:
    done = Sliced(tmp_path, 3).run("work", "r.0x8")
    assert done.returncode == 1
    assert "task start/r has not ended" in done.stderr
