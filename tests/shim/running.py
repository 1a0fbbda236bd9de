"""Run whole flows through the shim in this process, one task after another."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flowc.ir.flow import Flow
from flowc.ir.trace import TaskId, Trace, traces
from flowc.package.plan import plan_of
from flowc.runtime_shim.about import flow_keys
from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.flow_code import import_flow
from flowc.runtime_shim.places import Places, TaskRef
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.request import Outcome, Request, RunFacts
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.store import Store
from flowc.runtime_shim.task import run_step
from tests.compiling import read


class Stopped(Exception):  # noqa: N818
    """A task has failed for good."""

    def __init__(self, task: TaskRef, outcome: Outcome) -> None:
        super().__init__(f"{task}: {outcome.message}\n{outcome.traceback}")
        self.task = task
        self.outcome = outcome


class Running:
    """One run. Tasks run when the interpreter asks about them, after those before them."""

    def __init__(
        self, file: Path, store: Store, parameters: dict[str, Any] | None = None, run: str = "1"
    ) -> None:
        unit = read(file)
        self.ir: Flow = unit.flows[0]
        assert self.ir.region is not None, unit.findings
        self.plan = Plan(plan_of(self.ir))
        self.store = store
        self.keys = flow_keys(self.plan).run(run)
        self.facts = RunFacts(parameters=parameters or {}, user="ann", tags=("t",))
        self.cls = import_flow(self.plan, str(file.parent))
        self.places = Places(self.plan, self.winner)
        self.done: dict[TaskRef, Outcome] = {}
        self.attempts: dict[TaskRef, int] = {}

    def request(self, step: str, path: str = "r", attempt: int = 0) -> Request:
        return Request(self.store, self.keys, self.plan, self.cls, step, path, attempt, facts=self.facts)

    def winner(self, task: TaskRef) -> Document:
        return read_document(self.store, self.keys.task(task.step, task.path).winner)

    def ensure(self, task: TaskRef) -> Outcome:
        if task not in self.done:
            before = self.places.before(task)
            for other in (*before.tasks, *((before.opener,) if before.opener else ())):
                self.ensure(other)
            if self.plan.steps[task.step].in_gang:
                self.gang(task)
            self.done[task] = self.attempt(task)
        return self.done[task]

    def gang(self, task: TaskRef) -> None:
        """Run all members at once, each in a process of its own, so that each finds itself done."""
        outer = task.path.rpartition(".")[0]
        (opener,) = self.places.before(task).tasks
        children = []
        for member in range(self.winner(opener)["splits"]):
            children.append(os.fork())
            if not children[-1]:
                os._exit(run_step(self.request(task.step, f"{outer}.{member}")).code)
        for child in children:
            os.waitpid(child, 0)

    def attempt(self, task: TaskRef) -> Outcome:
        step = self.plan.steps[task.step]
        for number in range(step.retries + 1):
            self.attempts[task] = number + 1
            outcome = run_step(self.request(task.step, task.path, number))
            if outcome.code == 0:
                return outcome
            if outcome.code == 78:
                break
        raise Stopped(task, outcome)

    def choose(self, task: TaskId, arms: Sequence[str]) -> str:
        return str(self.ensure(TaskRef(task.step, task.path)).next)

    def splits(self, task: TaskId) -> int:
        splits = self.ensure(TaskRef(task.step, task.path)).splits
        assert splits is not None
        return splits

    def go(self) -> Trace:
        trace = traces(self.ir, self)
        for task in trace.tasks():
            self.ensure(TaskRef(task.step, task.path))
        return trace

    def artifacts(self, step: str, path: str = "r") -> dict[str, Any]:
        blobs = Blobs(self.store, self.keys.flow)
        found = self.winner(TaskRef(step, path))["artifacts"]
        record = read_document(self.store, self.keys.record)
        found = {**record["files"], **record["constants"], **found}
        values = {**record["parameters"], **record["configs"]}
        return values | {name: blobs.load(entry) for name, entry in found.items()}


def run(folder: Path, source: str, **parameters: Any) -> Running:
    """Write, compile and run a flow."""
    running = prepare(folder, source, **parameters)
    running.go()
    return running


def prepare(folder: Path, source: str, **parameters: Any) -> Running:
    """Write and compile a flow. The class is called `F`; the usual names are imported."""
    file = folder / "flow.py"
    file.write_text(source)
    return Running(file, open_store(str(folder / "store")), parameters)
