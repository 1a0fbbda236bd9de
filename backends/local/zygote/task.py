"""What happens in the process of one task, once it was forked or started: it supervises the step."""

from __future__ import annotations

import contextlib
import os

from flowc.backends.local.zygote.lifeline import tie_next_child
from flowc.backends.local.zygote.wire import send
from flowc.runtime_shim.lean.signals import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

Show: TypeAlias = "Callable[[str, bytes], None]"
Perform: TypeAlias = "Callable[[dict[str, Any], Show], dict[str, Any]]"
"""Runs a step as a command says, gives its output away; returns `code` and the facts for the engine."""

MOST_OUTPUT = 256 * 1024
"""Bytes of an attempt's output that are shown while it runs. The log in the store has all of it."""
PIECE = 600
"""Bytes that go into one message; written as JSON they can be six times as many."""


def enter_group() -> None:
    """Leave the terminal's group: Ctrl-C is the engine's to handle, which then signals each task."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)


def run_and_exit(command: dict[str, Any], reports: int, perform: Perform) -> None:
    """Run the step, tell the engine, end the process."""
    code = 1
    try:
        output = Output(command["id"], reports)
        tie_next_child()
        told = perform(command, output.show)
        output.finish()
        code = told["code"]
        tell(reports, {"tell": "done", "id": command["id"], **told})
    except BaseException as failure:
        _complain(failure)
    finally:
        os._exit(code)


def tell(reports: int, message: dict[str, Any]) -> None:
    """Write a message, unless the engine is gone: the zygote notices, and ends this task in order."""
    with contextlib.suppress(BrokenPipeError):
        send(reports, message)


class Output:
    """Tells the engine what a task prints, line by line, up to a limit. Longer lines come in pieces."""

    def __init__(self, number: int, reports: int) -> None:
        self.number = number
        self.reports = reports
        self.rest: dict[str, bytes] = {}
        self.left = MOST_OUTPUT

    def show(self, stream: str, data: bytes) -> None:
        """Send the lines that are whole now."""
        if self.left <= 0:
            return
        self.left -= len(data)
        *lines, self.rest[stream] = (self.rest.get(stream, b"") + data).split(b"\n")
        for line in lines:
            self._send(stream, line)
        if self.left <= 0:
            self._send(stream, b"... the rest is in the log only")

    def finish(self) -> None:
        """Send what was left without a line end."""
        for stream, rest in self.rest.items():
            if rest and self.left > 0:
                self._send(stream, rest)

    def _send(self, stream: str, line: bytes) -> None:
        for start in range(0, len(line), PIECE) or (0,):
            text = line[start : start + PIECE].decode("utf-8", "replace")
            tell(self.reports, {"tell": "output", "id": self.number, "stream": stream, "text": text})


def _complain(failure: BaseException) -> None:
    """The runtime itself failed: its traceback goes to stderr."""
    import traceback

    traceback.print_exception(type(failure), failure, failure.__traceback__)
