"""Expected files: compared exactly, or written when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "make golden"


@dataclass(frozen=True, slots=True)
class Expected:
    """`update` writes what differs and compares nothing."""

    update: bool

    def match(self, path: Path, actual: str) -> None:
        """Fail unless the file holds exactly this text."""
        if self.update:
            self._write(path, actual)
            return
        name = path.relative_to(ROOT).as_posix()
        assert path.exists(), f"{name} is missing; to write it, run: {COMMAND}"
        wanted = path.read_bytes().decode("utf-8")
        if actual != wanted:
            raise AssertionError(_difference(name, wanted, actual))

    def absent(self, path: Path) -> None:
        """Fail if the file exists: there is nothing to expect."""
        if self.update:
            path.unlink(missing_ok=True)
        name = path.relative_to(ROOT).as_posix()
        assert not path.exists(), f"{name} is there, but nothing comes out; to remove it, run: {COMMAND}"

    def _write(self, path: Path, actual: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != actual.encode():
            path.write_bytes(actual.encode())


def _difference(name: str, wanted: str, actual: str) -> str:
    lines = unified_diff(
        wanted.splitlines(keepends=True),
        actual.splitlines(keepends=True),
        f"{name} (expected)",
        "what came out",
    )
    return f"{name} differs; to accept it, run: {COMMAND}\n{''.join(lines)}"
