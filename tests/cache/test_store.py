"""The store of the cache: what is kept, when it is given back, and that it can never do harm."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from flowc.cache import store
from flowc.cache.store import Cache, digest
from flowc.frontend.files import Access, Files


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def looked_at(*paths: Path, missing: tuple[Path, ...] = ()) -> tuple[Access, ...]:
    files = Files()
    for path in paths:
        files.read(path)
    for path in missing:
        assert not files.is_file(path)
    return files.accesses()


def test_an_answer_comes_back_while_the_files_are_the_same(cache: Cache, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("1")
    assert cache.get("r") is None
    cache.put("r", looked_at(source), {"answer": 1})
    assert cache.get("r") == {"answer": 1}
    assert cache.get("other") is None
    source.write_text("2")
    assert cache.get("r") is None


def test_a_changed_file_of_the_same_size_and_time_is_seen(cache: Cache, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("1")
    before = source.stat()
    cache.put("r", looked_at(source), 1)
    source.write_text("2")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert cache.get("r") is None


def test_a_file_that_appears_or_goes_is_seen(cache: Cache, tmp_path: Path) -> None:
    source, absent = tmp_path / "a.py", tmp_path / "b.py"
    source.write_text("1")
    cache.put("r", looked_at(source, missing=(absent,)), 1)
    assert cache.get("r") == 1
    absent.write_text("")
    assert cache.get("r") is None
    absent.unlink()
    assert cache.get("r") == 1
    source.unlink()
    assert cache.get("r") is None


def test_several_states_are_remembered(cache: Cache, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    for state in ("one", "two", "three"):
        source.write_text(state)
        cache.put("r", looked_at(source), state)
    for state in ("one", "three", "two"):
        source.write_text(state)
        assert cache.get("r") == state


@pytest.mark.parametrize("damage", [b"", b"{", b"0" * 64 + b"\n{}", b"\xff\xfe\x00", b"null"])
def test_damaged_entries_are_not_there(cache: Cache, tmp_path: Path, damage: bytes) -> None:
    source = tmp_path / "a.py"
    source.write_text("1")
    for pattern in ("answer-*", "request-*"):
        cache.put("r", looked_at(source), {"answer": 1})
        (entry,) = cache.folder.glob(pattern)
        entry.write_bytes(damage)
        assert cache.get("r") is None
        cache.put("r", looked_at(source), {"answer": 1})
        assert cache.get("r") == {"answer": 1}


def test_an_entry_cut_short_is_not_there(cache: Cache, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("1")
    cache.put("r", looked_at(source), {"answer": "x" * 100})
    (entry,) = cache.folder.glob("answer-*")
    entry.write_bytes(entry.read_bytes()[:-5])
    assert cache.get("r") is None


def test_it_may_be_deleted_at_any_time(cache: Cache, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("1")
    cache.put("r", looked_at(source), 1)
    for entry in cache.folder.iterdir():
        entry.unlink()
    assert cache.get("r") is None
    cache.folder.rmdir()
    cache.put("r", looked_at(source), 1)
    assert cache.get("r") == 1


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    cache = Cache(blocked / "cache")
    cache.put("r", (), 1)
    assert cache.get("r") is None


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    cache = Cache.default({})
    cache.put("r", (), 1)
    assert cache.get("r") is None


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Cache.default({}).folder == tmp_path / "flowc"
    assert Cache.default({"FLOWC_CACHE_DIR": "x"}).folder == Path("x")


def test_old_entries_go_when_there_are_too_many(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_ENTRIES", 20)
    for number in range(40):
        cache.put(f"r{number:02}", (), number)
    assert len(list(cache.folder.iterdir())) <= 20
    assert cache.get("r39") == 39 and cache.get("r00") is None


def test_old_entries_go_when_they_are_too_large(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_BYTES", 50_000)
    for number in range(30):
        cache.put(f"r{number:02}", (), "x" * 5_000)
    assert sum(entry.stat().st_size for entry in cache.folder.iterdir()) <= 50_000
    assert cache.get("r29") is not None and cache.get("r00") is None


def test_many_at_once(cache: Cache, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("1")
    accesses = looked_at(source)
    wrong: list[object] = []

    def work(number: int) -> None:
        for round_ in range(30):
            cache.put(f"r{round_ % 3}", accesses, {"answer": round_ % 3})
            found = cache.get(f"r{round_ % 3}")
            if found not in (None, {"answer": round_ % 3}):
                wrong.append((number, found))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not [entry for entry in cache.folder.iterdir() if entry.name.endswith(".tmp")]


def test_digests_do_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": 2}) == digest(json.loads('{"b": 2, "a": 1}'))
    assert digest({"a": 1}) != digest({"a": "1"})
