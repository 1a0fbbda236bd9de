"""`NBRunner`: run a flow class that was defined in a notebook's cell."""

from __future__ import annotations

import inspect
import linecache
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.client.executing import ExecutingRun
from flowc.client.run import Run
from flowc.client.runner import Runner


class NBRunner:
    """A flow class of a cell. The whole cell is written to a file, so it has to hold all that the flow needs."""

    def __init__(
        self,
        flow: type[Any],
        show_output: bool = True,
        profile: str | None = None,
        env: Mapping[str, str] | None = None,
        base_dir: str | None = None,
        file_read_timeout: int = 3600,
        **kwargs: Any,
    ) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="flowc-notebook-", dir=base_dir)
        file = Path(self.folder.name) / f"{flow.__name__.lower()}.py"
        file.write_text(_cell_of(flow), encoding="utf-8")
        options = {"flow": flow.__name__, **kwargs}
        self.runner = Runner(str(file), show_output, profile, env, base_dir, file_read_timeout, **options)

    def nbrun(self, **kwargs: Any) -> Run:
        """Run to the end; the run. The temporary file is gone afterwards."""
        run = self.runner.run(**kwargs).run
        self.cleanup()
        return run

    def nbresume(self, origin_run_id: str, step_to_rerun: str | None = None, **kwargs: Any) -> Run:
        """Resume to the end; the run. The temporary file is gone afterwards."""
        run = self.runner.resume(origin_run_id, step_to_rerun, **kwargs).run
        self.cleanup()
        return run

    def run(self, **kwargs: Any) -> ExecutingRun:
        """Run to the end."""
        return self.runner.run(**kwargs)

    def resume(self, origin_run_id: str, step_to_rerun: str | None = None, **kwargs: Any) -> ExecutingRun:
        """Resume to the end."""
        return self.runner.resume(origin_run_id, step_to_rerun, **kwargs)

    async def async_run(self, **kwargs: Any) -> ExecutingRun:
        """Start a run."""
        return await self.runner.async_run(**kwargs)

    async def async_resume(
        self, origin_run_id: str, step_to_rerun: str | None = None, **kwargs: Any
    ) -> ExecutingRun:
        """Resume a run."""
        return await self.runner.async_resume(origin_run_id, step_to_rerun, **kwargs)

    def cleanup(self) -> None:
        """Remove the file and what the runs printed."""
        self.runner.cleanup()
        self.folder.cleanup()


def _cell_of(flow: type[Any]) -> str:
    """The source of the cell that defines a class: what IPython keeps of it, or the file of an ordinary module."""
    method = next(value for value in vars(flow).values() if inspect.isfunction(value))
    lines = linecache.getlines(method.__code__.co_filename)
    if not lines:
        raise ValueError(f"the source of {flow.__name__} is not known")
    return "".join(line for line in lines if not line.startswith(("%", "!")))
