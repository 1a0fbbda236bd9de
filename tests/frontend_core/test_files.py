"""The log of all reading, and its re-validation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from flowc.frontend.files import Files, still_valid


def test_a_read_is_logged_by_content(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"x = 1\n")
    files = Files()
    assert files.read(path) == b"x = 1\n"
    (access,) = files.accesses()
    assert (access.path, access.kind) == (str(path), "content")
    assert access.digest == hashlib.sha256(b"x = 1\n").hexdigest()
    assert still_valid(files.accesses())


def test_a_file_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"1")
    files = Files()
    files.read(path)
    path.write_bytes(b"2")
    assert files.read(path) == b"1"
    assert len(files.accesses()) == 1
    assert not still_valid(files.accesses())


def test_a_missing_file_is_logged_as_absent(tmp_path: Path) -> None:
    files = Files()
    with pytest.raises(OSError):
        files.read(tmp_path / "none.py")
    assert [access.kind for access in files.accesses()] == ["absent"]
    assert still_valid(files.accesses())
    (tmp_path / "none.py").write_bytes(b"")
    assert not still_valid(files.accesses())


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file appears": lambda folder: (folder / "new.py").write_bytes(b""),
    "a file goes": lambda folder: (folder / "old.py").unlink(),
    "a folder appears": lambda folder: (folder / "newdir").mkdir(),
    "a folder goes": lambda folder: (folder / "olddir").rmdir(),
    "a file with the prefix appears": lambda folder: (folder / "ext.so").write_bytes(b""),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_answer_is_checked_again(tmp_path: Path, change: str) -> None:
    (tmp_path / "old.py").write_bytes(b"")
    (tmp_path / "olddir").mkdir()
    files = Files()
    assert not files.is_file(tmp_path / "new.py")
    assert files.is_file(tmp_path / "old.py")
    assert not files.is_dir(tmp_path / "newdir")
    assert files.is_dir(tmp_path / "olddir")
    assert not files.has_prefix(tmp_path, "ext.")
    assert still_valid(files.accesses())
    CHANGES[change](tmp_path)
    assert not still_valid(files.accesses())


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    files = Files()
    assert files.is_file(tmp_path / "a")
    assert not files.is_dir(tmp_path / "a")
    assert len(files.accesses()) == 2


def test_impossible_names_are_absent(tmp_path: Path) -> None:
    files = Files()
    assert not files.is_file(tmp_path / ("x" * 5000))
    assert not files.is_dir(tmp_path / "a\0b")
    with pytest.raises(OSError):
        files.read(tmp_path / "a\0b")
    assert still_valid(files.accesses())
