"""Slices of a foreach: several items started as one, each a task of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.places import TaskRef
from flowc.runtime_shim.slices import Slice, left, look, slice_of, slices
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import read_document, seal
from flowc.runtime_shim.store.errors import Missing
from flowc.runtime_shim.store.layout import FlowKeys
from tests.compiling import read
from tests.shim.running import Running, prepare

FLOW = """
import os, signal, sys, time
{imports}
from metaflow import FlowSpec, catch, retry, step, current

class F(FlowSpec):
    @step
    def start(self):
        self.items = [10 * n for n in range({count})]
        self.next(self.work, foreach="items")

    {decorators}
    @step
    def work(self):
        print("item", self.index)
        {body}
        self.double = 2 * self.input
        self.next(self.left, self.right)

    @step
    def left(self):
        self.l = self.double + 1
        self.next(self.both)

    @step
    def right(self):
        self.next(self.both)

    @step
    def both(self, inputs):
        self.found = [self.input, inputs.left.l, current.pathspec]
        self.next(self.join)

    @step
    def join(self, inputs):
        self.all = [i.found[:2] for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""


class Sliced:
    """A flow run in slices, by its package."""

    def __init__(
        self, folder: Path, count: int, body: str = "pass", decorators: str = "", imports: str = ""
    ) -> None:
        self.folder = folder
        indented = textwrap.indent(textwrap.dedent(body), " " * 8).strip()
        source = FLOW.format(count=count, body=indented, decorators=decorators, imports=imports)
        self.pack(source)

    def pack(self, source: str) -> None:
        (self.folder / "flow.py").write_text(source)
        unit = read(self.folder / "flow.py")
        package = build_package(unit.flows[0], unit.folder, unit.files, Files())
        (self.folder / "flow.pyz").write_bytes(package.data)
        self.store = open_store(str(self.folder / "store"))
        self.keys = FlowKeys("_", "_", "F").run("1")

    def command(self, step: str, path: str, attempt: int = 0) -> list[str]:
        shim = [sys.executable, str(self.folder / "flow.pyz")]
        return [*shim, "step", step, "--path", path, "--attempt", str(attempt)]

    def environment(self, **more: str) -> dict[str, str]:
        own = {"FLOWC_RUN_ID": "1", "FLOWC_STORE": str(self.folder / "store"), "TMPDIR": str(self.folder)}
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("FLOWC_", "PYTHON"))}
        return {**clean, **own, "FLOWC_OUTPUTS": str(self.folder / "out"), "AT": str(self.folder), **more}

    def run(
        self, step: str, path: str = "r", attempt: int = 0, **more: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(step, path, attempt),
            env=self.environment(**more),
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def winner(self, step: str, path: str) -> dict[str, Any] | None:
        try:
            return read_document(self.store, self.keys.task(step, path).winner)
        except Missing:
            return None

    def won(self, step: str, count: int) -> list[int]:
        return [item for item in range(count) if self.winner(step, f"r.{item}") is not None]

    def attempts(self, step: str, path: str) -> list[str]:
        root = f"{self.keys.task(step, path).root}/attempts/"
        return sorted({key[len(root) :].partition("/")[0][:1] for key in self.store.list(root[:-1])})

    def value(self, step: str, path: str, name: str) -> Any:
        winner = self.winner(step, path)
        assert winner is not None
        return Blobs(self.store, self.keys.flow).load(winner["artifacts"][name])


@given(st.integers(0, 300), st.integers(1, 40))
def test_slices_cut_the_items(splits: int, size: int) -> None:
    cut = [Slice("r", number, size).items(splits) for number in range(slices(splits, size))]
    assert [item for items in cut for item in items] == list(range(splits))
    assert all(1 <= len(items) <= size for items in cut)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Running:
    source = FLOW.format(count=1, body="pass", decorators="", imports="")
    return prepare(tmp_path_factory.mktemp("left"), source)


@given(st.data(), st.integers(1, 40), st.integers(1, 9))
def test_what_is_left(running: Running, data: st.DataObject, splits: int, size: int) -> None:
    """Over all slices of a foreach, whatever has won: exactly the others are left, each once."""
    won = data.draw(st.sets(st.integers(0, splits - 1)))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder)
        for path, document in [("start/r", {"splits": splits}), *((f"work/r.{n}", {}) for n in won)]:
            store.put(f"{running.keys.root}/tasks/{path}/winner.json", seal(document))
        found = []
        for number in range(slices(splits, size)):
            piece = Slice("r", number, size)
            found.extend(left(piece, look(running.request("work")._replace(store=store), piece)))
    assert found == [(f"r.{n}", True) for n in range(splits) if n not in won]


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        ("r.3x8", Slice("r", 3, 8)),
        ("r.3_2.0x1", Slice("r.3_2", 0, 1)),
        *(
            (path, None)
            for path in ("r", "r.3", "r.3_1", "r.x8", "r.3x", "r.3x0", "3x8", "r.3x8_0", "r.3x8.1")
        ),
        *((path, None) for path in ("r.-1x8", "r.3x8x2", "r.1x\u0665\u00b2")),
    ],
)
def test_paths(path: str, piece: Slice | None) -> None:
    assert slice_of(path) == piece


@pytest.mark.parametrize(("count", "method"), [(5, "fork"), (4, "spawn"), (1, "fork")])
def test_a_run_in_slices(tmp_path: Path, count: int, method: str) -> None:
    flow = Sliced(tmp_path, count)
    assert flow.run("start", FLOWC_SLICE="2").returncode == 0
    number = -(-count // 2)
    assert (tmp_path / "out/splits").read_text() == str(number)
    winner = flow.winner("start", "r")
    assert winner is not None
    assert winner["splits"] == count
    for step in ("work", "left", "right", "both"):
        for piece in range(number):
            done = flow.run(step, f"r.{piece}x2", FLOWC_START_METHOD=method)
            assert done.returncode == 0, done.stderr
            own = [n for n in (2 * piece, 2 * piece + 1) if n < count]
            assert done.stdout == ("".join(f"item {n}\n" for n in own) if step == "work" else "")
    assert flow.run("join").returncode == 0
    assert flow.value("join", "r", "all") == [[10 * n, 20 * n + 1] for n in range(count)]
    assert flow.value("both", f"r.{count - 1}", "found")[2] == f"F/1/both/r.{count - 1}"
    for item in range(count):
        assert flow.attempts("work", f"r.{item}") == ["0"]
    assert flow.run("work", "r.0x2").stdout == "", "what has won is not run again"


def test_the_flow_is_imported_once(tmp_path: Path) -> None:
    flow = Sliced(tmp_path, 4, imports="print('imported')")
    flow.run("start")
    assert flow.run("work", "r.0x4").stdout == "imported\nitem 0\nitem 1\nitem 2\nitem 3\n"
    assert flow.run("work", "r.0x4", 1).stdout == "", "nothing is left, so it is not imported at all"


def test_threads_of_the_import_make_it_spawn(tmp_path: Path) -> None:
    imports = "import threading\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()"
    flow = Sliced(tmp_path, 3, imports=f"{imports}\nprint('imported')")
    assert flow.run("start").returncode == 0
    done = flow.run("work", "r.0x3")
    assert (done.returncode, done.stdout.count("imported")) == (0, 4)
    assert flow.won("work", 3) == [0, 1, 2]


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


NESTED = """
from metaflow import FlowSpec, step

class F(FlowSpec):
    @step
    def start(self):
        self.kind = "b"
        self.next({"a": self.one, "b": self.two}, condition="kind")

    @step
    def one(self):
        self.items = [1]
        self.next(self.outer, foreach="items")

    @step
    def two(self):
        self.items = [1, 2, 3]
        self.next(self.outer, foreach="items")

    @step
    def outer(self):
        self.inner = [self.input * 10 + n for n in range(self.input)]
        self.next(self.body, foreach="inner")

    @step
    def body(self):
        self.seen = self.input
        self.next(self.inner_join)

    @step
    def inner_join(self, inputs):
        self.seen = [i.seen for i in inputs]
        self.next(self.outer_join)

    @step
    def outer_join(self, inputs):
        self.seen = [i.seen for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_nested_with_two_openers(tmp_path: Path) -> None:
    flow = Sliced(tmp_path, 1)
    flow.pack(NESTED)
    for step in ("start", "two"):
        assert flow.run(step).returncode == 0
    assert flow.run("outer", "r.0x8").returncode == 78, "its items give `splits`"
    for item in range(3):
        assert flow.run("outer", f"r.{item}", FLOWC_SLICE="2").returncode == 0
        for piece in range(-(-(item + 1) // 2)):
            done = flow.run("body", f"r.{item}.{piece}x2")
            assert done.returncode == 0, done.stderr
    done = flow.run("inner_join", "r.0x3")
    assert done.returncode == 0, done.stderr
    assert flow.run("outer_join").returncode == 0
    assert flow.value("outer_join", "r", "seen") == [[10], [20, 21], [30, 31, 32]]


def test_the_opener_of_an_item_is_the_arm_taken(tmp_path: Path) -> None:
    running = prepare(tmp_path, NESTED)
    running.ensure(TaskRef("two", "r"))
    assert running.places.opener(TaskRef("outer", "r.1")) == TaskRef("two", "r")
    with pytest.raises(LookupError, match="no step of the body"):
        running.places.opener(TaskRef("end", "r"))
