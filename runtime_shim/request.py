"""What a task is asked to do, and what it answers."""

from __future__ import annotations

from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.store.layout import RunKeys
from flowc.runtime_shim.store.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

DONE = 0
FAILED = 1
DO_NOT_RETRY = 78
TERMINATED = 143


class RunFacts(Record):
    """What whoever starts a run knows about it; written to `run.json` by the first task, or by `create_run`.

    `parameters` maps names as on the command line to values: texts as typed there, or JSON values; None means "not
    given". `owner` is the engine's own unique id of the run, "" when it has none: two owners never share a run.
    """

    parameters: Mapping[str, Any] = {}
    parameters_key: str = ""
    """The object of the store that holds them instead, in JSON. The task's own process reads it: a client of an
    object store that has been used does not survive a fork."""
    owner: str = ""
    origin_run_id: str | None = None
    tags: tuple[str, ...] = ()
    user: str = ""
    trigger: Any = None
    package: str = ""


class Request(Record):
    """One attempt of one task.

    `attempt` is the engine's number, from 0; it feeds `current.retry_count` and the test for the last attempt,
    no more. `nonce` makes the attempt's id unique, and is chosen when absent. `flow` is the flow class when the
    process has imported it already, else the folder that the code package was unpacked to.
    """

    store: Store
    run: RunKeys
    plan: Plan
    flow: type | str
    step: str
    path: str = "r"
    attempt: int = 0
    nonce: str = ""
    facts: RunFacts = RunFacts()
    marked: bool = False
    """Whether `attempt` is already what counts for this task, though the engine's number is not: where it runs
    several tasks as one."""

    @property
    def attempt_id(self) -> str:
        """`number-nonce`; the nonce must have been chosen."""
        return f"{self.attempt}-{self.nonce}"


class Outcome(Record):
    """How the attempt ended, and the two facts for the engine, read from the winner: `splits` and `next`.

    `message` says why, in one paragraph for people, when `code` is not 0. `traceback` is the user's.
    """

    code: int
    splits: int | None = None
    next: str | None = None
    message: str = ""
    traceback: str = ""
    adopted: bool = False
    """Whether the task was done before this attempt, which then ran nothing."""
    package: str = ""
    """The path of the code package to start in place of this one, which ran nothing: the run began with it."""
