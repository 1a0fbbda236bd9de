"""The engine's end of the zygote: starts it, sends commands, takes reports."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from flowc.backends.local.zygote.wire import Reader, send_all
from flowc.backends.local.zygote_ahead import Ahead, take
from flowc.ir.trace import TaskId

if TYPE_CHECKING:
    from subprocess import Popen

Process: TypeAlias = "Ahead | Popen[bytes]"


class ZygoteLink:
    """One zygote process. `descriptor` can be read when there are reports."""

    def __init__(self, setup: Mapping[str, Any]) -> None:
        self.process, self._commands, self.descriptor = _forked_ahead() or _started()
        self._reader = Reader(self.descriptor)
        send_all(self._commands, dict(setup))

    @property
    def ended(self) -> bool:
        """Whether the zygote and all its tasks are gone."""
        return self._reader.ended

    def start(self, number: int, task: TaskId, attempt: int, members: int) -> None:
        """Start an attempt; `number` names it from now on. `members` is the size of the task's gang, or 0."""
        command = {"do": "start", "id": number, "step": task.step, "path": task.path, "attempt": attempt}
        self._send({**command, "members": members} if members else command)

    def call_hooks(self, number: int) -> None:
        """Call the functions of `@exit_hook`, in a process that `number` names like an attempt."""
        self._send({"do": "hook", "id": number})

    def signal(self, number: int, signal: int) -> None:
        """Send a signal to the processes of an attempt."""
        self._send({"do": "signal", "id": number, "signal": signal})

    def reports(self) -> list[dict[str, Any]]:
        """What has been reported; waits until there is something. Empty when the zygote has gone."""
        return self._reader.read()

    def close(self) -> None:
        """Let the zygote end; it ends its tasks first."""
        with contextlib.suppress(OSError):
            os.close(self._commands)
        self.process.wait()
        with contextlib.suppress(OSError):
            os.close(self.descriptor)

    def _send(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(BrokenPipeError):
            send_all(self._commands, message)


def _forked_ahead() -> tuple[Process, int, int] | None:
    ahead = take()
    return None if ahead is None else (ahead, ahead.commands, ahead.reports)


def _started() -> tuple[Process, int, int]:
    """A process, and the engine's ends of the pipes for commands and reports."""
    from subprocess import DEVNULL, Popen

    commands, sender = os.pipe()
    receiver, reports = os.pipe()
    process = Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "flowc.backends.local.zygote", str(commands), str(reports)],
        pass_fds=(commands, reports),
        stdin=DEVNULL,
        start_new_session=True,
    )
    os.close(commands)
    os.close(reports)
    return process, sender, receiver
