"""The zygote's loop: start tasks as told, pass signals on, report who exited. It never runs a step itself."""

from __future__ import annotations

import contextlib
import os
import select
import time

from flowc.backends.local.zygote.task import tell
from flowc.backends.local.zygote.wire import Reader
from flowc.runtime_shim.lean.signals import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

GRACE = 10.0
"""Seconds that tasks get to end after SIGTERM, once the engine is gone."""

Start: TypeAlias = "Callable[[dict[str, Any]], int]"
"""Starts a task in a process group of its own, and gives its process id."""


class Service:
    """The tasks that run, by the engine's number for them."""

    def __init__(self, commands: Reader, reports: int, start: Start) -> None:
        self.commands = commands
        self.reports = reports
        self.start = start
        self.running: dict[int, int] = {}
        self.wakes = _wake_on_child()

    def serve(self) -> None:
        """Until the engine closes its pipe; then end what still runs."""
        while not self.commands.ended:
            ready, _, _ = select.select([self.commands.descriptor, self.wakes], [], [])
            if self.wakes in ready:
                self.reap()
            if self.commands.descriptor in ready:
                for command in self.commands.read():
                    self.obey(command)
        self.end_all()

    def obey(self, command: dict[str, Any]) -> None:
        """Start a task or send it a signal."""
        number = command["id"]
        if command["do"] in ("start", "hook"):
            self.running[number] = self.start(command)
        elif number in self.running:
            _signal(self.running[number], command["signal"])

    def reap(self) -> None:
        """Report the tasks that have exited, and end whatever they left running."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.wakes, 4096)
        for number, pid in list(self.running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self.running[number]
                _sweep(pid)
                tell(self.reports, {"tell": "exited", "id": number, "code": _exit_code(status)})

    def end_all(self) -> None:
        """SIGTERM, a grace, SIGKILL."""
        for pid in self.running.values():
            _signal(pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while self.running and time.monotonic() < deadline:
            select.select([self.wakes], [], [], 0.1)
            self.reap()
        for pid in self.running.values():
            _signal(pid, signal.SIGKILL)


def _wake_on_child() -> int:
    """A pipe that can be read whenever a child has exited."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    signal.signal(signal.SIGCHLD, _nothing)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    return reading


def _nothing(number: int, frame: object) -> None:
    """A handler, so that the signal is not ignored and its number is written to the pipe."""


def _signal(pid: int, number: int) -> None:
    """Signal the whole group of a task, or the task alone when it has not made its group yet."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
    except PermissionError:
        pass


def _sweep(group: int) -> None:
    """End what an exited task left running in its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _exit_code(status: int) -> int:
    """The exit code, or the negative number of the signal that ended the process."""
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
