"""Slices of a foreach: several items started as one, each a task of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowc.runtime_shim.slices import Slice, left, look, slice_of, slices
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import seal
from tests.shim.running import Running, prepare
from tests.shim.sliced import FLOW, Sliced


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
