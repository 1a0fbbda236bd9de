"""One attempt of one task: the protocol that leaves either no task or a whole one."""

from __future__ import annotations

from flowc.runtime_shim.request import Outcome, Request


def run_step(request: Request) -> Outcome:
    """Run an attempt in this process: (1) read the winner; (2) choose the attempt's id; (3) run the step, put blobs,
    then the manifest; (4) put the winner if absent; (5) find out who won; (6) answer from the winner.

    Never raises but for `KeyboardInterrupt`; every failure is an outcome with exit code 1, 78 or 143. The caller owns the process: stdout,
    signals other than SIGALRM and SIGTERM, and what happens after (`supervise` for a process that a step may kill).
    """
    raise NotImplementedError
