"""A log that cannot be stored is said to be missing, and the rest of it is stored all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.runtime_shim.logs import LogWriter, read_log
from flowc.runtime_shim.store import StoreError, open_store


def test_lost_output_is_said_once_and_what_comes_later_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    writer = LogWriter(store, "log")

    def full(_key: str, _data: bytes) -> None:
        raise StoreError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(store, "put", full)
        for text in (b"one\n", b"two\n"):
            writer.feed("o", text)
            writer.flush()
    writer.feed("o", b"three\n")
    writer.flush()
    assert capsys.readouterr().err == "flowc: output of the task is missing in its log: no room\n"
    assert [chunk.data for chunk in read_log(store, "log")] == [b"three\n"]
