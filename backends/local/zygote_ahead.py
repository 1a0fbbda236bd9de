"""A zygote that is forked before the command line is read, while the process is small.

It imports what it needs while the engine does so too, and saves the start of a second interpreter. Whoever starts
an engine later takes it; the next one, should that be lost, is started as a program of its own.
"""

from __future__ import annotations

import os
import sys

STDIO = 3
"""Descriptors below are kept as they are."""


class Ahead:
    """The process, and the engine's ends of its pipes."""

    def __init__(self, pid: int, commands: int, reports: int) -> None:
        self.pid = pid
        self.commands = commands
        self.reports = reports
        self._status: int | None = None

    def poll(self) -> int | None:
        """The exit code, or less than 0 for a signal; None while it runs."""
        return self._look(os.WNOHANG)

    def wait(self) -> int | None:
        """The same, once it has ended."""
        return self._look(0)

    def _look(self, how: int) -> int | None:
        if self._status is None:
            pid, status = os.waitpid(self.pid, how)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status


_waiting: list[Ahead] = []


def is_wanted(arguments: list[str]) -> bool:
    """Whether a command line is one that runs a flow, on a system where processes can be forked."""
    return arguments[:1] in (["run"], ["resume"]) and sys.platform not in ("win32", "darwin", "cygwin")


def fork_ahead() -> None:
    """Make a zygote that waits for `take`. To be called by the process that has done nothing yet."""
    from flowc.runtime_shim import plan, store  # noqa: F401 - both need them: loaded once, they are there twice
    from flowc.runtime_shim.store import documents, folder, layout  # noqa: F401

    commands, sender = os.pipe()
    receiver, reports = os.pipe()
    pid = os.fork()
    if pid == 0:
        _become_zygote(commands, reports)
    os.close(commands)
    os.close(reports)
    _waiting.append(Ahead(pid, sender, receiver))


def take() -> Ahead | None:
    """The zygote that waits, if one does."""
    return _waiting.pop() if _waiting else None


def dismiss() -> None:
    """End the zygote that nobody has taken."""
    ahead = take()
    if ahead is not None:
        os.close(ahead.commands)
        ahead.wait()
        os.close(ahead.reports)


def _become_zygote(commands: int, reports: int) -> None:
    """The forked process: as if it had been started by its own name. Never returns."""
    status = 1
    try:
        os.setsid()
        _close_others(commands, reports)
        here = os.open(os.devnull, os.O_RDWR)
        os.dup2(here, 0)
        os.close(here)
        sys.argv = ["flowc"]
        if not getattr(sys.flags, "safe_path", False):
            sys.path[0] = os.getcwd()  # noqa: PTH109 - pathlib takes longer to load than all of this
        # Without a file: what `multiprocessing` starts must not run the command line as its main module.
        sys.modules["__main__"] = type(sys)("__main__")

        from flowc.backends.local.zygote.main import main

        main(commands, reports)
        status = 0
    finally:
        from flowc.runtime_shim.supervise import leave

        leave(status)


def _close_others(*kept: int) -> None:
    """What only the command was given, and the engine's ends of the pipes."""
    first = STDIO
    for descriptor in sorted(kept):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))
