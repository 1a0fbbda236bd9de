"""The embedded engine, started as users start it: `flowc run`, a process for each run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.runtime_shim.store import Store, open_store
from tests.conformance.cases import as_text
from tests.conformance.protocol import Deployed, Fault, Refused, Status, Triggered, Unsupported
from tests.engines.local.faults import FAULTY, KILL_TASK, kill_engine_in

ROOT = Path(__file__).resolve().parents[3]


class LocalEngine:
    """Runs are processes; the store is a folder unless `url` names another; `path` comes first on Python's."""

    name = "local"

    def __init__(self, url: str | None = None, path: tuple[Path, ...] = ()) -> None:
        self.folder = Path()
        self.url = url
        self.path = (*path, ROOT)
        self.faults: dict[Path, Fault] = {}

    @property
    def store(self) -> Store:
        """A folder, unless another is given."""
        return open_store(self.url or str(self.folder / "store"))

    def start(self, folder: Path) -> None:
        """Nothing runs between runs."""
        self.folder = folder

    def deploy(self, file: Path) -> Deployed:
        """Read the flow, to know its name and whether it is sound."""
        from flowc.pipeline.options import Options
        from flowc.pipeline.read import read_unit

        unit = read_unit(file, Options(use_cache=False))
        if unit.has_errors or len(unit.flows) != 1:
            raise Unsupported("; ".join(finding.message for finding in unit.findings))
        return Deployed(unit.flows[0].name, file)

    def inject(self, deployed: Deployed, fault: Fault) -> None:
        """Remembered until the next run of the flow."""
        self.faults[deployed.file] = fault

    def trigger(self, deployed: Deployed, parameters: Mapping[str, Any]) -> Triggered:
        """Start `flowc run`, and wait for its first event, which has the run's id."""
        words = [word for name, value in parameters.items() for word in (f"--{name}", as_text(value))]
        fault = self.faults.pop(deployed.file, None)
        process = self._process(deployed.file, words, fault)
        assert process.stdout is not None
        first = process.stdout.readline()
        if not first:
            raise Refused(process.communicate()[1])
        run = json.loads(first)["run"]
        if fault is not None and fault.kind == "kill-engine":
            kill_engine_in(process, fault.step)
            process = self._process(deployed.file, ["--continue", run], None)
        return Triggered(deployed.flow, run, process)

    def wait(self, triggered: Triggered, seconds: float) -> Status:
        """Until the process has ended."""
        process: subprocess.Popen[str] = triggered.handle
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGTERM)
            process.communicate()
            raise TimeoutError(f"{triggered.flow}/{triggered.run} has not ended in {seconds} s") from None
        return "succeeded" if process.returncode == 0 else "failed"

    def stop(self) -> None:
        """Nothing runs between runs."""

    def _process(self, file: Path, words: list[str], fault: Fault | None) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, (*_faulty(fault), *self.path))),
            "FLOWC_CACHE_DIR": str(self.folder / "cache"),
            **_kill_task(fault),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "flowc", "run", str(file), "--json", "--store", self.store.url, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=self.folder,
        )


def _kill_task(fault: Fault | None) -> dict[str, str]:
    if fault is None or fault.kind != "kill-task":
        return {}
    return {KILL_TASK: fault.step}


def _faulty(fault: Fault | None) -> tuple[Path, ...]:
    return (FAULTY,) if _kill_task(fault) else ()


ADAPTER = LocalEngine
