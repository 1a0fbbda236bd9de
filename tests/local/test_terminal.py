"""The live view on a real pseudo-terminal, as wide and as narrow as people have them."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.local.running import ROOT, SUM, Place

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LONG = "a_step_whose_name_is_as_long_as_some_people_like_their_names_to_be"


def on_terminal(place: Place, columns: int, *words: str) -> tuple[int, str]:
    """The exit status of `flowc`, and all that it wrote to a terminal of so many columns."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FLOWC_", "CI"))}
    environment.pop("COLUMNS", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "flowc", *words],
        cwd=place.folder,
        env={
            **environment,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            "FLOWC_STORE": str(place.folder / "store"),
        },
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    written = b""
    while data := _read(master):
        written += data
    os.close(master)
    return process.wait(timeout=60), written.decode()


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # Linux says EIO when nobody has the other end open any more
        return b""


def drawn(text: str) -> list[str]:
    """What was drawn, each time that it was, line by line."""
    return [ESCAPE.sub("", line) for line in re.split(r"[\r\n]+", text)]


def last_table(text: str) -> list[str]:
    """The rows of the table as it was drawn last."""
    lines = drawn(text)
    start = max(number for number, line in enumerate(lines) if line.lstrip().startswith("step "))
    return lines[start:]


@pytest.mark.parametrize("columns", [80, 200])
def test_a_run(tmp_path: Path, columns: int) -> None:
    place = Place(tmp_path)
    place.write(SUM)
    code, text = on_terminal(place, columns, "run", "flow.py")
    assert code == 0, text
    assert "\x1b[" in text, "it is drawn"
    assert "[end] total 6" in text
    header, *rows = last_table(text)
    assert header.split() == ["step", "running", "done", "retried", "failed", "elapsed"]
    found = {
        row.split()[0]: row.split()[1] for row in rows if row.startswith(("start", "work", "join", "end"))
    }
    assert found == {"start": "1", "work": "3", "join": "1", "end": "1"}
    assert re.search(r"SumFlow/\d+ succeeded: 6 tasks in ", text)
    assert max(map(len, drawn(text))) <= columns


def test_a_failure(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.write(SUM)
    (tmp_path / "broken").touch()
    code, text = on_terminal(place, 80, "run", "flow.py", "--max-workers", "1")
    assert code == 1
    assert "work/r.1 failed" in text
    assert "error: step `work` failed at r.1: ValueError: item two is bad" in text
    assert re.search(r"SumFlow/\d+ failed: 2 tasks in ", text)
    assert text.endswith("\n")
    assert "\x1b[?25h" in text, "the cursor is shown again"


def test_long_names_keep_to_the_window(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.write(SUM.replace("work", LONG))
    code, text = on_terminal(place, 80, "run", "flow.py")
    assert code == 0, text
    table = last_table(text)
    assert max(len(line) for line in table) <= 80
    assert any(line.startswith("a_step_whose_name") for line in table)
    assert "elapsed" in table[0]
