"""What every store promises, for a folder and for S3 as a real API server speaks it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.artifacts.items import load_item, save_items
from flowc.runtime_shim.artifacts.serialise import Extra, Serialiser, register
from flowc.runtime_shim.store import Corrupt, Missing, Store, StoreError, Unavailable, open_store
from flowc.runtime_shim.store import store as base
from flowc.runtime_shim.store.layout import FlowKeys
from tests.store import azurite

KEYS = FlowKeys("p", "b", "F")


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    names = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1"}
    before = dict(os.environ)
    os.environ.update(names, AWS_ENDPOINT_URL=endpoint, AWS_DEFAULT_REGION="us-east-1")
    boto3.client("s3").create_bucket(Bucket="bucket")
    yield "s3://bucket/prefix"
    os.environ.clear()
    os.environ.update(before)
    server.stop()


def in_memory(url: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of a cloud for which there is no server here: opened by its URL, with its objects in memory.

    What this cannot show is how that cloud answers; conditional writes, errors and listings are obstore's own.
    """
    from obstore.store import MemoryStore

    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "account")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", "a2V5")
    opened = open_store(url)
    assert type(opened._store).__name__ == {"gs": "GCSStore", "az": "AzureStore"}[url[:2]]  # type: ignore[attr-defined]
    assert opened._store.prefix == "prefix/deep"  # type: ignore[attr-defined]
    opened._store = MemoryStore()  # type: ignore[attr-defined]
    return opened


@pytest.fixture(scope="module")
def azure() -> Iterator[str]:
    server = azurite.program()
    if server is None:
        pytest.skip(azurite.MISSING)
    before = dict(os.environ)
    with azurite.serving(server) as variables:
        os.environ.update(variables)
        yield "az://box/prefix"
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(params=["folder", "s3", "gs", "az", "azurite"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path))
    if request.param == "azurite":
        return open_store(f"{request.getfixturevalue('azure')}/{tmp_path.name}")
    if request.param in ("gs", "az"):
        return in_memory(f"{request.param}://bucket/prefix/deep", monkeypatch)
    return open_store(f"{request.getfixturevalue('s3')}/{tmp_path.name}")


def test_objects(store: Store) -> None:
    with pytest.raises(Missing, match="a/b"):
        store.get("a/b")
    store.put("a/b", b"1")
    store.put("a/b", b"22")
    assert store.get("a/b") == b"22"
    assert store.get_range("a/b", 1, 1) == b"2"
    with store.open("a/b") as file:
        assert file.read() == b"22"
    assert (store.age("a/b") or 0) < 60
    assert store.age("a/c") is None
    store.delete("a/b")
    store.delete("a/b")
    assert store.age("a/b") is None


def test_put_if_absent_writes_once(store: Store) -> None:
    assert store.put_if_absent("k", b"first")
    assert not store.put_if_absent("k", b"second")
    assert store.get("k") == b"first"


def test_of_many_writers_one_is_told_so(store: Store) -> None:
    for number in range(5):
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(lambda n: store.put_if_absent(f"race/{number}", b"%d" % n), range(8)))  # noqa: B023
        assert told.count(True) == 1
        assert store.get(f"race/{number}") == b"%d" % told.index(True)


def test_listing_is_sorted_and_can_go_on(store: Store) -> None:
    for key in ("l/b", "l/a/2", "l/a/10", "l/a.x", "m/c"):
        store.put(key, b"")
    assert list(store.list("l")) == ["l/a.x", "l/a/10", "l/a/2", "l/b"]
    assert list(store.list("l", after="l/a/10")) == ["l/a/2", "l/b"]
    assert list(store.list("none")) == []


@pytest.mark.parametrize(
    "value", [None, 1, "x" * 3_000_000, {"a": [1, (2, 3)]}, b"y" * 2_000_000, bytearray(b"z")]
)
def test_values(store: Store, value: Any) -> None:
    blobs = Blobs(store, KEYS)
    entry = blobs.save(value)
    assert blobs.load(entry) == value
    assert blobs.save(value, entry) is entry
    assert [*store.list(KEYS.root)] == [KEYS.blob(entry["sha256"])]


def test_arrays_keep_their_buffers_and_can_be_written_to(store: Store) -> None:
    import numpy as np

    blobs = Blobs(store, KEYS)
    arrays = {"c": np.arange(300_000.0), "f": np.asfortranarray(np.ones((30, 40))), "empty": np.zeros(0)}
    entry = blobs.save(arrays)
    assert len(entry["buffers"]) == 3
    assert all(start % 64 == 0 for start, _ in entry["buffers"])
    found = blobs.load(entry)
    assert all(np.array_equal(found[name], arrays[name]) for name in arrays)
    assert found["f"].flags.f_contiguous
    found["c"][0] = 7
    assert blobs.load(entry)["c"][0] == 0


def test_items(store: Store) -> None:
    blobs = Blobs(store, KEYS)
    same = "s" * 5000
    variable = [same, same, {"n": 2}, *map(str, range(1000))]
    entry = save_items(blobs, variable, blobs.save(variable))
    assert (entry["how"], entry["count"]) == ("items", 1003)
    assert [load_item(blobs, entry, index) for index in (0, 1, 2, 1002)] == [same, same, {"n": 2}, "999"]
    assert entry["size"] < 60_000, "an object that comes twice is stored once"
    key = KEYS.blob(entry["sha256"])
    data = bytearray(store.get(key))
    data[10] ^= 1
    store.put(key, bytes(data))
    with pytest.raises(Corrupt, match=f"{key} is damaged: item 0"):
        load_item(blobs, entry, 0)
    assert load_item(blobs, entry, 2) == {"n": 2}


class Point:
    def __init__(self, x: int) -> None:
        self.x = x


class Points(Serialiser):
    name = "point"

    def dump(self, value: Any, file: Any) -> Extra:
        file.write(b"%d" % value.x)
        return {"unit": "m"}

    def load(self, file: Any, extra: Extra) -> Any:
        assert extra["unit"] == "m"
        return Point(int(file.read()))


POINTS = Points()


def test_serialisers_can_be_added(store: Store) -> None:
    register(Point, POINTS)
    blobs = Blobs(store, KEYS)
    entry = blobs.save(Point(12))
    assert (entry["how"], store.get(KEYS.blob(entry["sha256"]))) == ("point", b"12")
    assert blobs.load(entry).x == 12
    with pytest.raises(ValueError, match="'point'"):
        register(int, Points())


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(str(tmp_path))

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for write in (store.put, store.put_if_absent):
        with pytest.raises(StoreError, match=r"cannot store a/b: .*No space left"):
            write("a/b", b"data")
    with pytest.raises(StoreError, match="No space left"):
        Blobs(store, KEYS).save("x" * 2_000_000)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_passes_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(str(tmp_path))
    failures = [OSError(errno.EIO, "input/output error")] * 3
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: _fail(failures.pop()) if failures else sync(file))
    monkeypatch.setattr(base.time, "sleep", lambda _seconds: None)
    assert store.put_if_absent("k", b"1")
    assert failures == []
    failures.extend([OSError(errno.EIO, "input/output error")] * 100)
    monkeypatch.setattr(base, "PATIENCE", -1.0)
    with pytest.raises(Unavailable, match="k"):
        store.put("k", b"2")
    failures.clear()
    assert store.get("k") == b"1"


def _fail(error: OSError) -> None:
    raise error


def test_blobs_that_are_about_to_be_collected_are_written_again(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    blobs = Blobs(store, KEYS)
    entry = blobs.save([1])
    path = tmp_path / KEYS.blob(entry["sha256"])
    os.utime(path, (0, 0))
    blobs.save([1])
    assert path.stat().st_mtime > 10**9


def test_a_store_that_is_not_configured_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_USE_EMULATOR"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(
        StoreError, match="az://box/x cannot be used, as AZURE_STORAGE_ACCOUNT_NAME is not set"
    ):
        open_store("az://box/x")


def test_other_schemes() -> None:
    with pytest.raises(StoreError, match="ftp"):
        open_store("ftp://host/x")


def test_a_store_in_a_file_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(_seconds: float) -> None:
        raise AssertionError("waits for what no waiting cures")

    monkeypatch.setattr("flowc.runtime_shim.store.store.time.sleep", sleep)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="Not a directory"):
        open_store(str(tmp_path / "file")).put("a", b"")
