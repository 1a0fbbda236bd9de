"""What is kept of flowc's own files is what would be made of them now; and the archive is a ZIP archive."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest

from flowc.package.kept import kept
from flowc.package.runtime import pack, packed_runtime
from flowc.package.zipfile_writer import write_zip


class Making:
    """Counts how often it is asked."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source.py"
        self.source.write_text("one")
        self.folder = folder / "kept"
        self.times = 0

    def make(self) -> bytes:
        self.times += 1
        return self.source.read_bytes()

    def get(self) -> bytes:
        return kept("it", (self.source,), self.make, self.folder)


@pytest.fixture
def making(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Making:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return Making(tmp_path)


def test_it_is_made_once(making: Making) -> None:
    assert [making.get(), making.get(), making.times] == [b"one", b"one", 1]


def test_it_is_made_anew_when_a_file_changes(making: Making) -> None:
    making.get()
    making.source.write_text("two and more")
    assert [making.get(), making.get(), making.times] == [b"two and more", b"two and more", 2]
    assert len(list(making.folder.iterdir())) == 1, "what was kept before is gone"
    making.source.write_text("two and MORE")
    os.utime(making.source, ns=(1, 1))
    assert making.get() == b"two and MORE", "a file of the same size, at another time"


def test_what_is_damaged_is_not_used(making: Making) -> None:
    making.get()
    (path,) = making.folder.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert [making.get(), making.times] == [b"one", 2]
    path.write_bytes(b"")
    assert [making.get(), making.times] == [b"one", 3]


def test_nothing_is_written_where_bytecode_is_not(making: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [making.get(), making.get(), making.times] == [b"one", b"one", 2]
    assert not making.folder.exists()


def test_a_folder_that_cannot_be_written_is_done_without(making: Making) -> None:
    making.folder.write_text("a file")
    assert [making.get(), making.get(), making.times] == [b"one", b"one", 2]


def test_the_runtime_that_is_kept_is_fresh() -> None:
    assert packed_runtime() == pack()


def by_zipfile(content: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name in sorted(content):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o100644 << 16, 3
            archive.writestr(entry, content[name])
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [{}, {"a": b""}, {"src/b.py": b"x" * 70_000, "__main__.py": b"y", "src/\u00e9 \u4e2d.txt": bytes(256)}],
)
def test_the_archive_is_what_zipfile_writes(content: dict[str, bytes]) -> None:
    assert write_zip(content) == by_zipfile(content)
