"""The engine: starts what can start, waits for reports, decides about retries. Runs no user code itself."""

from __future__ import annotations

import select
import signal
import time
from typing import Any

from flowc.backends.local.attempts import DONE, Policy, explain
from flowc.backends.local.events import (
    Ending,
    Pulse,
    RunEnded,
    RunStarted,
    Status,
    TaskEnded,
    TaskOutput,
    TaskStarted,
    View,
)
from flowc.backends.local.exit_hooks import call_hooks
from flowc.backends.local.frontier import Frontier, Ready
from flowc.backends.local.inline import InlineTasks
from flowc.backends.local.interrupt import Interrupt
from flowc.backends.local.job import Job
from flowc.backends.local.record import prepare
from flowc.backends.local.refusal import Refusal
from flowc.backends.local.setup import setup_of
from flowc.backends.local.walk import Facts, walk_flow
from flowc.backends.local.winners import Winners
from flowc.backends.local.zygote_link import ZygoteLink
from flowc.diagnostics.record import record
from flowc.ir.trace import TaskId
from flowc.runtime_shim.store import Store, open_store

TICK = 1.0
"""The longest wait in seconds until deadlines are looked at."""
GRACE = 10.0
"""Seconds between SIGTERM and SIGKILL."""
LEAVING = 30.0
"""Seconds that a process gets to end after its step has: threads of the step may be at work still."""


class Attempt:
    """An attempt under way: the task as it was asked for, and what has been told of it."""

    def __init__(self, ready: Ready, number: int, started: float, deadline: float | None) -> None:
        self.ready = ready
        self.number = number
        self.started = started
        self.deadline = deadline
        self.told: dict[str, Any] | None = None

    @property
    def task(self) -> TaskId:
        """The task that is tried."""
        return self.ready.visit.task


@record
class Failure:
    """The first task that failed for good, and what is known of it."""

    task: TaskId
    attempt: int
    message: str
    traceback: str


class Engine:
    """One run of one job. `run` is called once."""

    link: ZygoteLink

    def __init__(self, job: Job, view: View, interrupt: Interrupt, pulse: Pulse) -> None:
        self.job = job
        self.view = view
        self.interrupt = interrupt
        self.pulse = pulse
        self.running: dict[int, Attempt] = {}
        self.failures: list[Failure] = []
        self.tasks = 0
        self.started = 0
        self.store: Store = open_store(self.job.store)
        self.winners = Winners(self.store, self.job)
        self.frontier = Frontier.of(walk_flow(self.job.flow, may_clone=self.job.origin is not None))
        self.policies = {str(step.id): Policy.of(step.settings) for step in self.job.flow.steps}
        self.inline = InlineTasks(self.job)

    def run(self) -> Status:
        """Run to the end, the first failure or an interrupt. Raises `Refusal` when the run cannot start."""
        begun = time.monotonic()
        name = self.job.name
        self.inline.check()
        prepare(self.store, self.job)
        self.link = ZygoteLink(setup_of(self.job))
        try:
            self._await_readiness()
            self.view.tell(
                RunStarted(
                    flow=name.flow,
                    run=name.run,
                    store=self.job.store,
                    origin=self.job.origin,
                    continued=self.job.continued,
                )
            )
            self._work()
            status = self._status()
            self.pulse.write(status)
            self.view.tell(
                RunEnded(
                    flow=name.flow,
                    run=name.run,
                    status=status,
                    tasks=self.tasks,
                    seconds=time.monotonic() - begun,
                )
            )
            if self.job.flow.exit_hooks:
                call_hooks(self.link, self.interrupt, self.started + 1)
        finally:
            self.link.close()
        return status

    def _status(self) -> Status:
        if self.frontier.finished:
            return "succeeded"
        return "failed" if self.failures else "interrupted"

    def _await_readiness(self) -> None:
        """The zygote has imported the flow and written the record of the run, or says why it cannot."""
        reports = self.link.reports()
        gone = {"tell": "refused", "message": "the process that imports the flow ended"}
        first = reports[0] if reports else gone
        if first["tell"] == "refused":
            raise Refusal(first["message"], first.get("traceback", ""))

    def _work(self) -> None:
        while True:
            self.pulse.beat()
            self._fill()
            if not self.running:
                return
            self._wait()
            self._mind_the_clock()

    def _fill(self) -> None:
        """Start tasks while there is room; after a failure or an interrupt start nothing more."""
        while not self.failures and not self.interrupt.came:
            if len(self.running) >= self.job.max_workers and not self.frontier.has_pressing():
                return
            ready = self.frontier.take()
            if ready is None:
                return
            self._begin(ready)

    def _begin(self, ready: Ready) -> None:
        task = ready.visit.task
        ending: Ending = "cloned"
        facts = self.winners.clone(task) if ready.visit.cloned_before else None
        if facts is None and self.job.continued:
            ending, facts = "adopted", self.winners.facts(task)
        if facts is not None:
            self._end_task(ready, facts, ending, 0, 0.0)
        else:
            self._start(ready, 0)

    def _start(self, ready: Ready, number: int) -> None:
        task = ready.visit.task
        self.view.tell(TaskStarted(step=task.step, path=task.path, attempt=number))
        seconds = self.policies[task.step].seconds
        now = time.monotonic()
        attempt = Attempt(ready, number, now, now + seconds if seconds else None)
        if self.inline.covers(task.step):
            attempt.told = self.inline.perform(task, number)
            self._settle(attempt, int(attempt.told["code"]))
            return
        self.started += 1
        self.running[self.started] = attempt
        self.link.start(self.started, task, number, ready.members)

    def _wait(self) -> None:
        readable, _, _ = select.select([self.link.descriptor, self.interrupt.descriptor], [], [], TICK)
        if self.interrupt.descriptor in readable:
            self.interrupt.drain()
            self._signal_all(signal.SIGTERM)
        if self.link.descriptor in readable:
            for report in self.link.reports():
                self._take(report)
        if self.link.ended or self.link.process.poll() is not None:
            self._lose_zygote()

    def _take(self, report: dict[str, Any]) -> None:
        attempt = self.running.get(report["id"])
        if attempt is None:
            return
        if report["tell"] == "output":
            self._show(attempt.task, report)
            return
        if report["tell"] == "done":
            attempt.told = report
            attempt.deadline = time.monotonic() + LEAVING
            return
        del self.running[report["id"]]
        code = int(report["code"])
        if attempt.told is not None and attempt.told["code"] == DONE:
            code = DONE
        self._settle(attempt, code)

    def _show(self, task: TaskId, report: dict[str, Any]) -> None:
        stream = "stdout" if report["stream"] == "o" else "stderr"
        self.view.tell(TaskOutput(step=task.step, path=task.path, stream=stream, text=report["text"]))

    def _settle(self, attempt: Attempt, code: int) -> None:
        """An attempt has ended: go on after its task, try again, or give up."""
        seconds = time.monotonic() - attempt.started
        facts = self._facts(attempt, code)
        if facts is not None:
            self._end_task(attempt.ready, facts, "done", attempt.number, seconds)
        elif self.interrupt.came:
            self._tell(attempt, "stopped", seconds, explain(code))
        elif self.policies[attempt.task.step].goes_on(attempt.number, code):
            self._tell(attempt, "retried", seconds, explain(code))
            self._start(attempt.ready, attempt.number + 1)
        else:
            self._tell(attempt, "failed", seconds, explain(code))
            told = attempt.told or {}
            message = told.get("message") or explain(code) or "it ended without saying why"
            self.failures.append(
                Failure(
                    task=attempt.task,
                    attempt=attempt.number,
                    message=message,
                    traceback=told.get("traceback", ""),
                )
            )

    def _facts(self, attempt: Attempt, code: int) -> Facts | None:
        """What the task told when it is done. A process can end after its task has won: then the store knows."""
        told = attempt.told
        if code == DONE and told is not None:
            return Facts(told.get("splits"), told.get("next"))
        return None if told is not None and told.get("traceback") else self.winners.facts(attempt.task)

    def _end_task(self, ready: Ready, facts: Facts, ending: Ending, number: int, seconds: float) -> None:
        task = ready.visit.task
        self.tasks += 1
        self.view.tell(
            TaskEnded(
                step=task.step,
                path=task.path,
                attempt=number,
                ending=ending,
                seconds=seconds,
                splits=facts.splits,
            )
        )
        self.frontier.done(ready.token, facts)

    def _tell(self, attempt: Attempt, ending: Ending, seconds: float, detail: str | None) -> None:
        task = attempt.task
        self.view.tell(
            TaskEnded(
                step=task.step,
                path=task.path,
                attempt=attempt.number,
                ending=ending,
                seconds=seconds,
                detail=detail,
            )
        )

    def _mind_the_clock(self) -> None:
        """End tasks that are past their backstop, and those that outlast the grace after an interrupt."""
        now = time.monotonic()
        for number, attempt in self.running.items():
            if attempt.deadline is not None and now > attempt.deadline:
                self.link.signal(number, signal.SIGKILL if now > attempt.deadline + GRACE else signal.SIGTERM)
        if self.interrupt.since is not None and now > self.interrupt.since + GRACE:
            self._signal_all(signal.SIGKILL)

    def _signal_all(self, number: int) -> None:
        for running in self.running:
            self.link.signal(running, number)

    def _lose_zygote(self) -> None:
        """Somebody killed the zygote: its tasks end with it. They count as failed attempts; a new one goes on."""
        lost = list(self.running.values())
        self.running.clear()
        self.link.close()
        self.link = ZygoteLink(setup_of(self.job))
        self._await_readiness()
        for attempt in lost:
            self._settle(attempt, -signal.SIGKILL)
