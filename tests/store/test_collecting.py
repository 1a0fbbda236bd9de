"""`gc` against writers that use an old blob at the very moment in which it is removed."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flowc.client.store_care import collect, take_census
from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.artifacts.spool import GRACE
from flowc.runtime_shim.store import Store, open_store
from flowc.runtime_shim.store.documents import seal
from flowc.runtime_shim.store.layout import FlowKeys

KEYS = FlowKeys("_", "_", "F")
CALLS = ("stat", "rename", "unlink", "link", "replace")


class Interrupted:
    """Lets a writer do its work just before a system call of gc, as chance decides."""

    def __init__(self, store: Store, seed: int, values: list[bytes]) -> None:
        self.store = store
        self.random = random.Random(seed)
        self.values = values
        self.written = 0
        self.busy = False

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            if not self.busy and self.random.random() < 0.3:
                self.busy = True
                self.write()
                self.busy = False
            return call(*arguments, **options)

        return wrapped

    def write(self) -> None:
        entry = Blobs(self.store, KEYS).save_bytes(self.random.choice(self.values))
        keys = KEYS.run("1").task("step", f"r.{self.written}")
        self.store.put(keys.winner, seal({"artifacts": {"x": entry}}))
        self.written += 1


@pytest.mark.parametrize("seed", range(20))
def test_a_blob_that_is_taken_into_use_meanwhile_stays(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    values = [b"value %d" % number for number in range(8)]
    for value in values:
        path = tmp_path / KEYS.blob(Blobs(store, KEYS).save_bytes(value)["sha256"])
        os.utime(path, (time.time() - 2 * GRACE,) * 2)
    interrupted = Interrupted(store, seed, values)
    with monkeypatch.context() as patched:
        for name in CALLS:
            patched.setattr(os, name, interrupted.wrap(getattr(os, name)))
        removed = collect(store, KEYS)
    assert interrupted.written > 2
    census = take_census(store, KEYS, verify=True)
    assert census.missing() == []
    assert census.damaged == []
    assert removed, "what nobody uses is removed"
    assert not list((tmp_path / ".tmp").iterdir())


def test_what_is_young_or_gone_is_not_removed(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.put("a", b"1")
    assert not store.delete_old("a", 60)
    assert not store.delete_old("b", 60)
    assert store.get("a") == b"1"
    assert store.delete_old("a", -1)
    assert store.age("a") is None
