"""`Runner`: run a flow file from a program, as Metaflow's Runner does.

with Runner("flow.py").run(alpha=3) as running:
    print(running.status, running.run.data.total)
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import types
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.client.executing import ExecutingRun
from flowc.client.runner_words import run_words


class Runner:
    """A flow file that can be run. Keyword arguments are options of `flowc`, such as `store` or `config`.

    Raises FileNotFoundError when there is no such file; what runs it raises RuntimeError, with what `flowc` says,
    when the run cannot start.
    """

    def __init__(
        self,
        flow_file: str,
        show_output: bool = True,
        profile: str | None = None,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
        file_read_timeout: int = 3600,
        **kwargs: Any,
    ) -> None:
        self.flow_file = str(Path(cwd or ".", flow_file).absolute())
        if not Path(self.flow_file).is_file():
            raise FileNotFoundError(f"there is no flow file {self.flow_file}")
        self.show_output = show_output
        self.env = {**os.environ, **(env or {})}
        self.cwd = cwd
        self.seconds_to_start = file_read_timeout
        self.options = {**kwargs, **({"profile": profile} if profile else {})}
        self.folder = tempfile.mkdtemp(prefix="flowc-runner-")
        self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def run(self, **kwargs: Any) -> ExecutingRun:
        """Run to the end. Keyword arguments are parameters of the flow, and options of `flowc run`."""
        return self._finished(self._start("run", self.flow_file, kwargs))

    def resume(self, origin_run_id: str, step_to_rerun: str | None = None, **kwargs: Any) -> ExecutingRun:
        """Resume a run, to the end."""
        return self._finished(self._resume(origin_run_id, step_to_rerun, kwargs))

    def _finished(self, running: ExecutingRun) -> ExecutingRun:
        running.finish(self.show_output)
        running.raise_if_not_begun()
        return running

    async def async_run(self, **kwargs: Any) -> ExecutingRun:
        """Start a run; returns when it has an id."""
        return await self._begun(self._start("run", self.flow_file, kwargs))

    async def async_resume(
        self, origin_run_id: str, step_to_rerun: str | None = None, **kwargs: Any
    ) -> ExecutingRun:
        """Resume a run; returns when the new run has an id."""
        return await self._begun(self._resume(origin_run_id, step_to_rerun, kwargs))

    def _resume(self, origin: str, step: str | None, kwargs: dict[str, Any]) -> ExecutingRun:
        options = {"file": self.flow_file, **({"from": step} if step else {}), **kwargs}
        return self._start("resume", origin, options)

    def _start(self, command: str, subject: str, kwargs: dict[str, Any]) -> ExecutingRun:
        folder = tempfile.mkdtemp(dir=self.folder)
        words = run_words(command, subject, {**self.options, **kwargs, "run_id_file": f"{folder}/run-id"})
        return ExecutingRun(self, words, Path(folder))

    async def _begun(self, running: ExecutingRun) -> ExecutingRun:
        for _ in range(self.seconds_to_start * 20):
            if running.has_begun:
                running.raise_if_not_begun()
                return running
            await asyncio.sleep(0.05)
        raise TimeoutError("the run has not begun")

    def cleanup(self) -> None:
        """Remove what the runs printed."""
        self._remove()

    def __enter__(self) -> Runner:
        return self

    async def __aenter__(self) -> Runner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: types.TracebackType | None
    ) -> None:
        self.cleanup()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: object, trace: types.TracebackType | None
    ) -> None:
        self.cleanup()
