"""A golden flow run with a fault, gone on with, and compared with an undisturbed run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flowc.client import Run
from flowc.client.errors import MetaflowNotFound
from flowc.client.flow import Flow
from flowc.client.places import find_run
from flowc.client.store_care import take_census
from flowc.runtime_shim.store import Store, open_store
from tests.conformance.cases import Case, as_text

ROOT = Path(__file__).resolve().parents[2]
HOOK = Path(__file__).parent / "hook"
MOST_CONTINUES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where runs of one case happen. `url` is the store; `cache` keeps compiled flows from one site to the next."""

    case: Case
    folder: Path
    url: str
    cache: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        """The store, opened anew."""
        return open_store(self.url)

    @property
    def mark(self) -> Path:
        """There once the fault has struck."""
        return self.folder / "mark"

    @property
    def run_id(self) -> str:
        """The run that was begun last."""
        return (self.folder / "run-id").read_text(encoding="utf-8")

    def flowc(self, *words: str, **faults: str) -> Ended:
        """Run `flowc` to its end. What it leaves running may go on writing to its own files."""
        environment = {
            **{
                name: value for name, value in os.environ.items() if not name.startswith(("FLOWC_", "FAULT_"))
            },
            **self.variables,
            "PYTHONPATH": f"{HOOK}{os.pathsep}{ROOT}" if faults else str(ROOT),
            "FLOWC_CACHE_DIR": str(self.cache),
            "FAULT_MARK": str(self.mark),
            **faults,
        }
        number = len(list(self.folder.glob("stderr*")))
        out, err = self.folder / f"stdout{number}", self.folder / f"stderr{number}"
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "flowc", *words], cwd=self.folder, env=environment,
                stdout=stdout, stderr=stderr, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            code = process.wait(timeout=180)
        return Ended(code, err.read_text(encoding="utf-8", errors="replace"))

    def complaints(self) -> list[str]:
        """What each command wrote to stderr."""
        return [file.read_text(encoding="utf-8", errors="replace") for file in self.folder.glob("stderr*")]

    def begin(self, **faults: str) -> Ended:
        """A new run."""
        values = [
            word for name, value in self.case.parameters.items() for word in (f"--{name}", as_text(value))
        ]
        words = (
            "run",
            str(self.case.file),
            "--store",
            self.url,
            "--run-id-file",
            "run-id",
            "--max-workers",
            "3",
        )
        return self.flowc(*words, *values, **faults)

    def go_on(self) -> Ended:
        """`flowc run --continue`, or a new run when the first had not even begun."""
        if not is_there(self):
            return self.begin()
        return self.flowc(
            "run", str(self.case.file), "--store", self.url, "--continue", self.run_id, "--max-workers", "3"
        )


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    err: str


def is_there(site: Site) -> bool:
    """Whether the run has its record."""
    try:
        find_run(site.store, None, site.run_id)
    except (MetaflowNotFound, FileNotFoundError):
        return False
    return True


def snapshot(site: Site) -> dict[str, Any]:
    """What a run has made: every task with its status, its facts, and the hash of each artifact."""
    keys, _ = find_run(site.store, None, site.run_id)
    run = Run.at(site.store, keys)
    tasks: dict[str, Any] = {}
    for step in run:
        for task in step:
            found = task.manifest
            artifacts = {artifact.id: artifact.sha for artifact in task if "sha256" in artifact.entry}
            facts = [found.get(name) for name in ("status", "splits", "next", "parents", "stack")]
            tasks[f"{step.id}/{task.id}"] = [task.done, *facts, artifacts]
    return {"successful": run.successful, "tasks": tasks}


def faults_of(site: Site, undisturbed: Mapping[str, Any], ended: Ended) -> list[str]:
    """What is wrong after the run was gone on with, in words."""
    wrong = []
    expected = 0 if site.case.status == "succeeded" else 1
    if ended.code != expected:
        wrong.append(f"exit status {ended.code}: {ended.err[-2000:]}")
    if expected == 0:
        wrong += [text for text in site.complaints() if "Traceback" in text or "FLOW901" in text]
    if not is_there(site):
        return [*wrong, "there is no run"]
    found = snapshot(site)
    if found != undisturbed:
        wrong += differing(undisturbed, found)
    keys, _ = find_run(site.store, None, site.run_id)
    latest = Flow(keys.flow.flow, store=site.store).latest_run
    if latest is None or latest.id != site.run_id:
        wrong.append(f"the latest run is {latest}, not {site.run_id}")
    census = take_census(site.store, keys.flow, verify=True)
    return wrong + census.damaged + census.missing()


def differing(undisturbed: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """The tasks that are not alike."""
    left, right = undisturbed["tasks"], found["tasks"]
    return [
        f"successful: {found['successful']}",
        *(
            f"{name}: {left.get(name)} became {right.get(name)}"
            for name in sorted({*left, *right})
            if left.get(name) != right.get(name)
        ),
    ]


def strike(site: Site, undisturbed: Mapping[str, Any], **faults: str) -> list[str] | None:
    """Run with a fault, go on until the run has ended, compare. None when the fault did not strike."""
    ended = site.begin(**faults)
    if not site.mark.exists():
        return None
    for _ in range(MOST_CONTINUES):
        ended = site.go_on()
        if ended.code in (0, 1):
            break
    return faults_of(site, undisturbed, ended)


def leftovers(folder: Path, seconds: float) -> list[str]:
    """The processes that work below a folder, once so much time has passed or there are none."""
    deadline = time.monotonic() + seconds
    while (found := _working_below(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def _working_below(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder) in os.fsdecode((process / "cwd").readlink()) or str(folder) in os.fsdecode(
                (process / "environ").read_bytes()
            ):
                found.append(f"{process.name}: {os.fsdecode((process / 'cmdline').read_bytes())[:200]!r}")
        except OSError:
            continue
    return found
