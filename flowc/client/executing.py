"""A run that a program has started."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowc.client.errors import MetaflowNotFound
from flowc.client.location import store_url
from flowc.client.places import opened

if TYPE_CHECKING:
    from flowc.client.run import Run
    from flowc.client.runner import Runner


class ExecutingRun:
    """The process of `flowc run`, its output, and the run once it has an id."""

    def __init__(self, runner: Runner, words: list[str], folder: Path) -> None:
        self.runner = runner
        self.folder = folder
        with self._file("stdout").open("wb") as out, self._file("stderr").open("wb") as err:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                words, env=runner.env, cwd=runner.cwd, stdout=out, stderr=err, stdin=subprocess.DEVNULL
            )
        self._late = False

    def _file(self, stream: str) -> Path:
        return self.folder / stream

    @property
    def has_begun(self) -> bool:
        """Whether the run can be read, or will never be."""
        if self.process.poll() is not None:
            return True
        try:
            return self.run is not None
        except MetaflowNotFound:
            return False

    def raise_if_not_begun(self) -> None:
        """Raise RuntimeError, with what `flowc run` says, when it ended before there was a run."""
        if self.returncode:
            try:
                self.run  # noqa: B018 - whether there is one
            except MetaflowNotFound:
                raise RuntimeError(f"the run did not start:\n{self.stderr}") from None

    @property
    def run(self) -> Run:
        """The run. Raises `MetaflowNotFound` while it has not started."""
        from flowc.client.places import find_run
        from flowc.client.run import Run

        path = self._file("run-id")
        if not path.exists():
            raise MetaflowNotFound("the run has not started")
        run_id = path.read_text(encoding="utf-8")
        store = opened(store_url(self.runner.options.get("store") or self.runner.env.get("FLOWC_STORE")))
        return Run.at(store, find_run(store, None, run_id)[0])

    @property
    def returncode(self) -> int | None:
        """The exit status of `flowc run`; None while it runs."""
        return self.process.poll()

    @property
    def status(self) -> str:
        """`running`, `successful`, `failed` or `timeout`."""
        if self.returncode is None:
            return "timeout" if self._late else "running"
        return "successful" if self.returncode == 0 else "failed"

    @property
    def stdout(self) -> str:
        """What `flowc run` printed so far, with the output of the tasks."""
        return self._file("stdout").read_text(encoding="utf-8", errors="replace")

    @property
    def stderr(self) -> str:
        """Its errors so far."""
        return self._file("stderr").read_text(encoding="utf-8", errors="replace")

    def finish(self, show: bool) -> None:
        """Wait for the end; with `show`, pass the output on. Ctrl-C is passed on too."""
        shown = 0
        while True:
            ended = self.process.poll() is not None
            if show:
                text = self.stdout
                sys.stdout.write(text[shown:])
                shown = len(text)
            if ended:
                break
            try:
                time.sleep(0.1)
            except KeyboardInterrupt:
                os.kill(self.process.pid, signal.SIGINT)
        if show:
            sys.stderr.write(self.stderr)

    async def wait(self, timeout: float | None = None, stream: str | None = None) -> ExecutingRun:
        """Until the run has ended, or so many seconds have passed; with `stream`, print `stdout` or `stderr`."""
        try:
            await asyncio.wait_for(self._until_end(stream), timeout)
        except asyncio.TimeoutError:
            self._late = True
        return self

    async def _until_end(self, stream: str | None) -> None:
        if stream is not None:
            async for _, line in self.stream_log(stream):
                sys.stdout.write(line + "\n")
        while self.process.poll() is None:
            await asyncio.sleep(0.05)

    async def stream_log(self, stream: str, position: int | None = None) -> AsyncIterator[tuple[int, str]]:
        """The lines of `stdout` or `stderr` as they come, each with the position to go on from after it."""
        at = position or 0
        while True:
            ended = self.process.poll() is not None
            with self._file(stream).open("rb") as file:
                file.seek(at)
                for line in file:
                    if line.endswith(b"\n") or ended:
                        at += len(line)
                        yield at, line.decode("utf-8", "replace").rstrip("\n")
            if ended:
                return
            await asyncio.sleep(0.05)

    def __enter__(self) -> ExecutingRun:
        return self

    def __exit__(self, *_: Any) -> None:
        self.runner.cleanup()

    async def __aenter__(self) -> ExecutingRun:
        return self

    async def __aexit__(self, *_: Any) -> None:
        self.runner.cleanup()
