"""No process of a run outlives the one above it, however that ends: the kernel itself sends the SIGKILL.

Only the upper process has the writing end of a pipe: when it is gone, the pipe hangs up, and the lower one, which
asked to be told of it by a signal (`fcntl(2)`, `F_SETSIG`), is told with SIGKILL, and with it its whole group.
Linux only: elsewhere a process that loses its parent to SIGKILL ends with its step.
"""

from __future__ import annotations

import os

from flowc.runtime_shim.lean.signals import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

try:
    import fcntl

    HAS_SIGNALS = hasattr(fcntl, "F_SETSIG")
except ImportError:  # Windows
    HAS_SIGNALS = False


class Lifeline:
    """Made in the upper process; `hold` is called in each lower one."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()

    def hold(self) -> None:
        """Tie this process and its group, which it must lead, to the life of the upper process."""
        os.close(self.writing)
        hold(self.reading)


def hold(reading: int) -> None:
    """The same, in a process that was given nothing but the reading end."""
    if not HAS_SIGNALS:
        return
    own = os.open(
        f"/proc/self/fd/{reading}", os.O_RDONLY | os.O_NONBLOCK
    )  # whom to tell is kept for each opening
    fcntl.fcntl(own, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(own, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(own, fcntl.F_SETFL, fcntl.fcntl(own, fcntl.F_GETFL) | os.O_ASYNC)
    try:
        gone = os.read(own, 1) == b""
    except BlockingIOError:
        gone = False
    if gone:  # before it could be asked for
        os.kill(os.getpid(), signal.SIGKILL)


def tie_next_child() -> None:
    """Tie the next process that this one forks, as the leader of a group of its own."""
    if HAS_SIGNALS:
        os.register_at_fork(after_in_child=_once(Lifeline()))


def _once(lifeline: Lifeline) -> Callable[[], None]:
    """Not in what that process forks in turn: those are in its group."""
    parent = os.getpid()

    def tie() -> None:
        if os.getppid() == parent:
            os.setpgid(0, 0)
            lifeline.hold()

    return tie
