"""`flowc store check` finds each kind of damage; `gc` removes leftovers and nothing else."""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from pathlib import Path

import pytest

from flowc.client.store_care import collect, collect_leftovers, take_census
from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import seal
from flowc.runtime_shim.store.folder import FolderStore
from flowc.runtime_shim.store.layout import FlowKeys
from tests.local.running import SUM, Place

WEEK = 7 * 24 * 3600.0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("care"))
    place.write(SUM)
    assert place.flowc("run", "flow.py").code == 0
    return place


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Place:
    shutil.copytree(made.folder / "store", tmp_path / "store")
    return Place(tmp_path)


def blob(place: Place) -> Path:
    return min((place.folder / "store").glob("_/_/SumFlow/blobs/*/*"))


def test_a_sound_store(place: Place) -> None:
    done = place.flowc("store", "check")
    assert done.code == 0
    assert done.out.endswith(" 0 problems\n")
    assert "orphan" not in done.out


def test_damage_is_named(place: Place) -> None:
    damaged = blob(place)
    data = damaged.read_bytes()
    damaged.write_bytes(data[:-1])
    done = place.flowc("store", "check")
    assert done.code == 1
    assert damaged.name in done.out
    damaged.unlink()
    done = place.flowc("store", "check")
    assert f"the blob {damaged.name} is missing" in done.out
    damaged.write_bytes(data)
    (winner,) = (place.folder / "store").glob("_/_/SumFlow/runs/*/tasks/join/r/winner.json")
    winner.write_bytes(winner.read_bytes().replace(b"join", b"jojn"))
    done = place.flowc("store", "check")
    assert (done.code, "tasks/join/r/winner.json is damaged" in done.out) == (1, True)
    assert place.flowc("store", "gc", "--grace", "0").code == 1


def test_gc_removes_old_orphans_only(place: Place) -> None:
    store = open_store(str(place.folder / "store"))
    keys = FlowKeys("_", "_", "SumFlow")
    blobs = Blobs(store, keys)
    old, young = blobs.save_bytes(b"an old orphan"), blobs.save_bytes(b"a young orphan")
    path = Path(store.url) / keys.blob(old["sha256"])
    os.utime(path, (time.time() - WEEK - 60,) * 2)
    referred = set(take_census(store, keys, verify=True).referred)
    for digest in referred:
        os.utime(Path(store.url) / keys.blob(digest), (time.time() - 10 * WEEK,) * 2)
    listed = place.flowc("store", "gc", "--dry-run").out
    assert old["sha256"] in listed
    assert path.exists()
    assert collect(store, keys) == [keys.blob(old["sha256"])]
    census = take_census(store, keys, verify=True)
    assert census.orphans() == [keys.blob(young["sha256"])]
    assert (census.missing(), census.damaged) == ([], [])
    assert place.flowc("store", "check").code == 0


@pytest.mark.parametrize("seed", range(3))
def test_gc_never_takes_what_a_writer_uses(tmp_path: Path, seed: int) -> None:
    """Writers use blobs of any age, while gc runs over and over: no manifest loses its blob."""
    store = open_store(str(tmp_path))
    keys = FlowKeys("_", "_", "F")
    chance = random.Random(seed)
    values = [f"value {number}".encode() for number in range(40)]
    for value in values:
        path = tmp_path / keys.blob(Blobs(store, keys).save_bytes(value)["sha256"])
        os.utime(path, (time.time() - chance.random() * 2 * WEEK,) * 2)
    stop = threading.Event()

    def sweep() -> None:
        while not stop.is_set():
            collect(store, keys)

    collector = threading.Thread(target=sweep)
    collector.start()
    try:
        for number in range(150):
            entry = Blobs(store, keys).save_bytes(chance.choice(values))
            task = keys.run("1").task("step", f"r.{number}")
            store.put(task.winner, seal({"artifacts": {"x": entry}}))
    finally:
        stop.set()
        collector.join()
    census = take_census(store, keys, verify=True)
    assert census.missing() == []
    assert census.damaged == []


def test_gc_removes_what_killed_writers_left_half_written(tmp_path: Path) -> None:
    store = FolderStore(str(tmp_path))
    old, new = store.spool(), store.spool()
    for file in (old, new):
        file.close()
    os.utime(old.name, (0, 0))
    names = [f".tmp/{Path(old.name).name}"]
    assert collect_leftovers(store, really=False) == names
    assert Path(old.name).exists()
    assert collect_leftovers(store) == names
    assert [Path(old.name).exists(), Path(new.name).exists()] == [False, True]
    assert collect_leftovers(FolderStore(str(tmp_path / "none"))) == []
