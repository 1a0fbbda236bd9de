"""`python -m tests.engines.argo.kubelet SETTINGS`: be the node, until ended.

This process stays outside and forwards connections; the node has mounts, process ids and a network of its own, and
dies with it. Only its control groups are the machine's, and they are taken away at the end.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.engines.argo.kubelet import cgroups
from tests.engines.argo.kubelet.inside import live
from tests.engines.argo.kubelet.relay import forward
from tests.engines.argo.kubelet.settings import Settings, read

NEW_MOUNTS, NEW_PIDS, NEW_NETWORK = 0x00020000, 0x20000000, 0x40000000
DEATH_SIGNAL = 1


def main(file: Path) -> int:
    """Start the node, and end it on TERM."""
    settings = read(file)
    cgroups.create(settings.cgroup)
    try:
        return _outside(settings)
    finally:
        cgroups.remove(settings.cgroup)


def _outside(settings: Settings) -> int:
    near, far = socket.socketpair()
    child = _fork(lambda: _enter(settings, far))
    far.close()
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(child, signal.SIGKILL))
    _, found, _, _ = socket.recv_fds(near, 64, len(settings.ports))
    for end, port in zip(found, settings.ports.values(), strict=True):
        forward(socket.socket(fileno=end), port)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _enter(settings: Settings, parent: socket.socket) -> int:
    """Make the namespaces; the next process is the first of them."""
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_MOUNTS | NEW_PIDS | NEW_NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "no namespaces can be made here")
    first = _fork(lambda: live(settings, parent))
    return os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])


def _fork(work: Callable[[], int]) -> int:
    """A process that does the work, and does not outlive this one."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
        status = work()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
