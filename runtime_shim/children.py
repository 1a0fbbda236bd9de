"""Processes that are started one after the other, with SIGTERM passed on to the one that runs."""

from __future__ import annotations

import os
import sys

from flowc.runtime_shim.execute import Terminated
from flowc.runtime_shim.lean import json
from flowc.runtime_shim.lean.signals import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MOST = 64 * 1024
"""Bytes that a pipe holds: what a child answers is read after it has ended."""


class Children:
    """At most one child at a time. After SIGTERM none is started: `Terminated` is raised instead.

    While none runs, SIGTERM raises `Terminated` wherever this process is.
    """

    def __init__(self) -> None:
        self._running = 0
        self._terminated = False
        signal.signal(signal.SIGTERM, self._pass_on)

    def ask(self, act: Callable[[], Any]) -> Any:
        """What `act` gives in a forked process, as JSON of up to 64 KiB; None when that ended without an answer."""
        end, other = os.pipe()

        def answer() -> int:
            os.close(end)
            os.set_inheritable(other, False)
            os.write(other, json.dumps(act()).encode())
            return 0

        try:
            self.run(answer)
            os.set_blocking(end, False)
            data = os.read(end, MOST)
        except BlockingIOError:  # nothing yet, and a process that the child has left holds the other end
            return None
        finally:
            os.close(end)
            os.close(other)
        return json.loads(data) if data else None

    def run(self, act: Callable[[], int]) -> int:
        """Do `act`, whose result is the exit code, in a forked process; that, or less than 0 for a signal."""
        return self._wait(lambda: _fork(act))

    def start(self, command: list[str]) -> int:
        """Run a command; its exit code, or less than 0 for a signal."""
        return self._wait(lambda: os.posix_spawn(command[0], command, os.environ, setsigmask=()))

    def _wait(self, begin: Callable[[], int]) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM,))
        try:
            if self._terminated:
                raise Terminated
            self._running = begin()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
        _, status = os.waitpid(self._running, 0)
        self._running = 0
        if self._terminated:
            raise Terminated
        return os.waitstatus_to_exitcode(status)

    def _pass_on(self, _number: int, _frame: Any) -> None:
        self._terminated = True
        if not self._running:
            raise Terminated
        try:
            os.kill(self._running, signal.SIGTERM)
        except ProcessLookupError:
            pass


def _fork(act: Callable[[], int]) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
            code = act()
            sys.stdout.flush()
            sys.stderr.flush()
        except Terminated:
            code = 143
        except BaseException as error:
            sys.stderr.write(f"flowc: {type(error).__name__}: {error}\n")
            sys.stderr.flush()
        finally:
            os._exit(code)
    return pid
