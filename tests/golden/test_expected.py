"""The comparison itself can fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden import expected as module
from tests.golden.expected import Expected


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def test_a_missing_file_fails_with_the_command_to_run(folder: Path) -> None:
    with pytest.raises(AssertionError, match=r"a\.txt is missing; to write it, run: make golden"):
        Expected(update=False).match(folder / "a.txt", "text\n")
    assert not (folder / "a.txt").exists()


def test_one_changed_byte_fails_with_the_difference(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"one\ntwo\n")
    with pytest.raises(AssertionError, match=r"-two\n\+tow"):
        Expected(update=False).match(folder / "a.txt", "one\ntow\n")
    with pytest.raises(AssertionError, match="differs"):
        Expected(update=False).match(folder / "a.txt", "one\r\ntwo\n")
    Expected(update=False).match(folder / "a.txt", "one\ntwo\n")


def test_update_writes_and_removes(folder: Path) -> None:
    Expected(update=True).match(folder / "new" / "a.txt", "text\n")
    assert (folder / "new" / "a.txt").read_bytes() == b"text\n"
    with pytest.raises(AssertionError, match="nothing comes out"):
        Expected(update=False).absent(folder / "new" / "a.txt")
    Expected(update=True).absent(folder / "new" / "a.txt")
    assert not (folder / "new" / "a.txt").exists()


def test_updating_is_refused_where_ci_is_set() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--update-golden", "--collect-only", "-q", __file__],
        env={**os.environ, "CI": "true"},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 4
    assert "--update-golden is refused where CI is set" in done.stderr
