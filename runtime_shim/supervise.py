"""A task in a process of its own: whatever the step does to it, there is an outcome and a log."""

from __future__ import annotations

import os
import select
import sys
import time

from flowc.runtime_shim.execute import Terminated
from flowc.runtime_shim.lean import json
from flowc.runtime_shim.lean.signals import signal
from flowc.runtime_shim.logs import ERR, OUT, LogWriter
from flowc.runtime_shim.request import FAILED, TERMINATED, Outcome, Request
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import seal
from flowc.runtime_shim.store.errors import StoreError
from flowc.runtime_shim.task import run_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SECONDS_TO_END = 7.0
"""How long a task may take to end after SIGTERM, before it is killed."""
READ = 256 * 1024
MOST_IN_A_PIPE = 1024 * 1024
"""Bytes: what Linux lets a pipe hold at most, unless root has it otherwise."""


def supervise(request: Request, show: Callable[[str, bytes], None] | None = None) -> Outcome:
    """Run the attempt in a child process, with its output passed on and stored. The request must have its nonce.

    `show` is given the output, as it comes, with the name of its stream; without it stdout and stderr get it.

    SIGTERM is passed on to the child and all that it started; they are killed when they take too long. Where
    processes cannot be forked, the attempt runs here, and its log is not stored.
    """
    if not hasattr(os, "fork"):
        return run_step(request)
    pipes = {OUT: os.pipe(), ERR: os.pipe(), "result": os.pipe()}
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        become_task(request, {name: ends[1] for name, ends in pipes.items()})
    for _, end in pipes.values():
        os.close(end)
    return _Watch(request, child, {ends[0]: name for name, ends in pipes.items()}, show or _pass_on).run()


def become_task(request: Request, ends: dict[str, int]) -> None:
    """The child: runs the attempt, reports, never returns."""
    os.setpgid(0, 0)
    os.dup2(ends[OUT], 1)
    os.dup2(ends[ERR], 2)
    for name in (OUT, ERR):
        os.close(ends[name])
    signal.signal(signal.SIGTERM, _terminate)
    os.register_at_fork(after_in_child=_end_at_sigterm)
    code = FAILED
    try:
        outcome = run_step(request)
        code = outcome.code
        report(ends["result"], outcome)
    except BaseException as error:
        sys.stderr.write(f"flowc: the attempt ended with {type(error).__name__}: {error}\n")
    finally:
        leave(code)


def report(end: int, outcome: Outcome) -> None:
    """Send an outcome through a pipe."""
    os.set_blocking(end, True)
    data = json.dumps(outcome).encode()
    while data:
        data = data[os.write(end, data) :]


def leave(code: int) -> None:
    """End the process with its exit handlers run, without waiting for threads that the step has left."""
    import atexit

    try:
        atexit._run_exitfuncs()  # noqa: SLF001 - os._exit alone would leave them out
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _terminate(_number: int, _frame: Any) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Terminated


def _end_at_sigterm() -> None:
    """In processes that the step forks: a handler in Python may run too late for one that waits for a lock."""
    if signal.getsignal(signal.SIGTERM) is _terminate:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


class _Watch:
    """The parent's side."""

    def __init__(
        self, request: Request, child: int, streams: dict[int, str], show: Callable[[str, bytes], None]
    ) -> None:
        self.request = request
        self.show = show
        self.child = child
        self.streams = streams
        self.status: int | None = None
        self.result = b""
        self.deadline: float | None = None
        self.store = open_store(request.store.url) if request.store.forks_badly else request.store
        keys = request.run.task(request.step, request.path)
        self.log = LogWriter(self.store, keys.log(request.attempt_id))
        self.manifest = keys.manifest(request.attempt_id)

    def run(self) -> Outcome:
        restore = self._listen()
        try:
            self._loop()
            self._drain()
        finally:
            restore()
        self.log.flush()
        return self._outcome()

    def _listen(self) -> Callable[[], None]:
        """Let SIGTERM and the child's end wake the loop."""
        ready, wake = os.pipe()
        for end in (ready, wake):
            os.set_blocking(end, False)
        self.wakeup = ready
        before = {
            number: signal.signal(number, self._signalled) for number in (signal.SIGTERM, signal.SIGCHLD)
        }
        old = signal.set_wakeup_fd(wake)

        def restore() -> None:
            signal.set_wakeup_fd(old)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(ready)
            os.close(wake)

        return restore

    def _signalled(self, number: int, _frame: Any) -> None:
        if number == signal.SIGTERM and self.deadline is None:
            self.deadline = time.monotonic() + SECONDS_TO_END
            self._kill(signal.SIGTERM)

    def _kill(self, number: int) -> None:
        for send in (os.killpg, os.kill):  # the child may not have its own group yet
            try:
                send(self.child, number)
                return
            except ProcessLookupError:
                continue

    def _loop(self) -> None:
        poll = select.poll()
        for end in (*self.streams, self.wakeup):
            os.set_blocking(end, False)
            poll.register(end, select.POLLIN)
        while not self._ended():
            for end, _ in poll.poll(self._pause()):
                if end == self.wakeup:
                    os.read(end, 4096)
                elif self._read(end) == b"":
                    poll.unregister(end)
            self.log.tick()
            if self.deadline is not None and time.monotonic() > self.deadline:
                self._kill(signal.SIGKILL)

    def _ended(self) -> bool:
        pid, status = os.waitpid(self.child, os.WNOHANG)
        if pid:
            self.status = os.waitstatus_to_exitcode(status)
        return bool(pid)

    def _pause(self) -> float:
        waits = [self.log.waits, None if self.deadline is None else self.deadline - time.monotonic() + 0.1]
        return 1000 * min([1.0, *(each for each in waits if each is not None)])

    def _read(self, end: int) -> bytes | None:
        """Pass on what there is, and return it: nothing at the stream's end, None when there is nothing yet."""
        try:
            data = os.read(end, READ)
        except BlockingIOError:
            return None
        name = self.streams[end]
        if name == "result":
            self.result += data
        elif data:
            self.show(name, data)
            self.log.feed(name, data)
        return data

    def _drain(self) -> None:
        """What is left in the pipes, and no more: a process that the step has left behind may go on writing."""
        for end in self.streams:
            left = MOST_IN_A_PIPE
            while left > 0 and (data := self._read(end)):
                left -= len(data)
            os.close(end)

    def _outcome(self) -> Outcome:
        try:
            return Outcome(*json.loads(self.result))
        except ValueError:
            pass
        if self.deadline is not None:
            self._record("terminated", "the task was terminated")
            return Outcome(TERMINATED, message="the task was terminated, and did not end by itself")
        message = how_it_ended(self.status or 0)
        sys.stderr.write(f"flowc: {message}\n")
        self._record("failed", message)
        return Outcome(FAILED, message=message)

    def _record(self, status: str, message: str) -> None:
        """A manifest of an attempt that could not write one."""
        manifest = killed_manifest(self.request, status, message)
        try:
            self.store.put(self.manifest, seal(manifest))
        except StoreError as error:
            sys.stderr.write(f"flowc: {error}\n")


def killed_manifest(request: Request, status: str, message: str) -> dict[str, Any]:
    """The manifest of an attempt whose process is gone."""
    return {
        "step": request.step,
        "path": request.path,
        "attempt": request.attempt_id,
        "number": request.attempt,
        "started": None,
        "ended": time.time(),
        "status": status,
        "artifacts": {},
        "exception": {"type": "flowc.ProcessEnded", "message": message, "stacktrace": message},
    }


def how_it_ended(status: int) -> str:
    """What became of a process that ended without an outcome, by its exit code, negative for a signal."""
    if status == -signal.SIGKILL:
        return "the step was killed from outside (SIGKILL): most often it used more memory than it has"
    if status < 0:
        return f"the step was ended by {signal.strsignal(-status)}"
    return f"the step ended its own process, with exit code {status}, before it was done"


def _pass_on(stream: str, data: bytes) -> None:
    end = 1 if stream == OUT else 2
    try:
        while data:
            data = data[os.write(end, data) :]
    except OSError:
        pass  # nobody listens any more; the store still does
