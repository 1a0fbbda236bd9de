"""A container, as far as a task can tell: a session of its own, a bare environment, an end that ends all of it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

GRACE = 30.0
"""Seconds from SIGTERM to SIGKILL, as Batch and ECS have it."""
CANNOT_START = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """What to run. `folder` is its own; what it prints goes to `log`."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path


@dataclass(frozen=True, slots=True)
class Ended:
    """The exit code as a container runtime gives it (128 and the signal's number), and whether time was up."""

    code: int
    timed_out: bool = False


def run(container: Container, seconds: float | None, stop: Event) -> Ended:
    """Run to the end. `stop`, or `seconds` being over, send SIGTERM to the first process, then SIGKILL to all."""
    container.folder.mkdir(parents=True, exist_ok=True)
    with container.log.open("ab") as log:
        try:
            process = subprocess.Popen(
                list(container.command),
                env=dict(container.environment),
                cwd=container.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            log.write(f"{error}\n".encode())
            return Ended(CANNOT_START)
    timed_out = not _wait(process, seconds, stop) and not stop.is_set()
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    _kill_session(process.pid)
    code = process.wait()
    return Ended(128 - code if code < 0 else code, timed_out)


def _wait(process: subprocess.Popen[bytes], seconds: float | None, stop: Event) -> bool:
    """Whether it has ended by itself."""
    deadline = None if seconds is None else time.monotonic() + seconds
    while not stop.is_set() and (deadline is None or time.monotonic() < deadline):
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        return True
    return False


def _kill_session(session: int) -> None:
    """What the first process has left behind goes with the container."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == session:
                    os.kill(int(entry.name), signal.SIGKILL)
