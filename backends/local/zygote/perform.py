"""A flow that is imported and ready to run steps of: the only module here that knows the runtime shim."""

from __future__ import annotations

import os
import sys

from flowc.runtime_shim.flow_code import import_flow
from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.logs import LogWriter
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.request import Outcome, Request, RunFacts
from flowc.runtime_shim.reseed import Randomness
from flowc.runtime_shim.run_record import Refused, create_run
from flowc.runtime_shim.store import Missing, Store, StoreError, open_store
from flowc.runtime_shim.store.layout import FlowKeys, RunKeys
from flowc.runtime_shim.supervise import supervise
from flowc.runtime_shim.task import run_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

Show: TypeAlias = "Callable[[str, bytes], None]"
"""Takes output as it comes: the name of the stream, and bytes."""


class Flow(Record):
    """The flow class, and what every request for a task of the run has in common."""

    store: Store
    run: RunKeys
    plan: Plan
    flow: type[Any]
    facts: RunFacts
    randomness: Randomness

    @classmethod
    def of(cls, setup: dict[str, Any]) -> Flow:
        """Import the flow of a setup. Raises whatever the user's file raises."""
        project, branch, flow, run = setup["keys"]
        plan = Plan(setup["plan"])
        os.environ["FLOWC_STORE"] = setup["store"]  # where a client in a step looks, as in a container
        imported = import_flow(plan, os.path.dirname(setup["file"]))  # noqa: PTH120 - pathlib costs each run 3 ms
        randomness = Randomness(os.path.dirname(setup["file"]))  # noqa: PTH120 - pathlib costs each run 3 ms
        return cls(
            open_store(setup["store"]),
            FlowKeys(project, branch, flow).run(run),
            plan,
            imported,
            RunFacts(**setup["facts"]),
            randomness,
        )

    def open_run(self) -> None:
        """Write the record of the run, unless there is one. Raises `Refused`."""
        try:
            self.store.get(self.run.record)
        except Missing:
            create_run(self.store, self.run, self.plan, self.flow, self.facts)

    def perform_here(self, command: dict[str, Any]) -> dict[str, Any]:
        """Run an attempt in this process, its output where the process has it and in the log."""
        from flowc.backends.local.zygote.tee import logged

        request = self._request(command)
        keys = self.run.task(request.step, request.path)
        with logged(LogWriter(self.store, keys.log(request.attempt_id))):
            return _told(run_step(request))

    def perform_forked(self, command: dict[str, Any], show: Show) -> dict[str, Any]:
        """Run an attempt below a process that was made for it, which keeps its log and sees how it ends."""
        self.randomness.enter_task()
        if command["do"] == "hook":
            return self._call_hooks()
        if "members" in command:
            os.environ["FLOWC_NODES"] = str(command["members"])
        return _told(supervise(self._request(command), show))

    def _call_hooks(self) -> dict[str, Any]:
        """Call the functions of `@exit_hook`. What they print goes to stderr: stdout may be events."""
        from flowc.runtime_shim.exit_hooks import run_hooks

        os.dup2(2, 1)
        code = run_hooks(self._request({"step": "", "path": "r", "attempt": 0}))
        sys.stdout.flush()
        sys.stderr.flush()
        return {"code": code}

    def _request(self, command: dict[str, Any]) -> Request:
        return Request(
            self.store,
            self.run,
            self.plan,
            self.flow,
            command["step"],
            command["path"],
            command["attempt"],
            os.urandom(6).hex(),
            self.facts,
        )


def _told(outcome: Outcome) -> dict[str, Any]:
    return {name: value for name, value in outcome._asdict().items() if value not in (None, "")}


def refusal(failure: BaseException) -> dict[str, Any]:
    """Why a run cannot start, in words, and the traceback where the user's file raised."""
    import traceback

    if isinstance(failure, Refused | StoreError):
        return {"message": str(failure)}
    lines = traceback.format_exception(type(failure), failure, failure.__traceback__)
    return {"message": f"the flow cannot be imported: {lines[-1].strip()}", "traceback": "".join(lines)}
