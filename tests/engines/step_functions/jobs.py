"""Everything that the server's jobs share: where they run, what breaks, who is told of their end."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Condition, Event, Lock, Semaphore
from typing import Any

from tests.engines.step_functions import container
from tests.engines.step_functions.container import Container, Ended
from tests.engines.step_functions.faults import Breakdown, FaultList
from tests.engines.step_functions.image import environment_of

SLOTS = 4
"""How many containers run at once: the machine that the queue leads to."""


class Ends:
    """Lets others wait until some job has ended."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._count = 0

    def tell(self) -> None:
        """A job has ended."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Until a job ends, or that long."""
        with self._changed:
            self._changed.wait(seconds)


class Jobs:
    """Runs the containers of Batch and ECS. `jobs.jsonl` in the folder tells what ran."""

    def __init__(self, folder: Path, endpoint: str) -> None:
        self.folder = folder
        self.endpoint = endpoint
        self.ends = Ends()
        self.faults = FaultList(folder / "faults.json")
        self._slots = Semaphore(SLOTS)
        self._writing = Lock()

    def run(
        self, identity: str, role: str, command: Sequence[str], variables: Mapping[str, str], **limits: Any
    ) -> Ended:
        """Run a job to its end. `limits`: `seconds`, None for no limit, and `stop`, an event."""
        stop: Event = limits["stop"]
        with self._slots:
            broken = self.faults.take(command, variables)
            ended = (
                Ended(137) if stop.is_set() else self._run(identity, role, command, variables, broken, limits)
            )
        self._note(identity, command, variables, ended)
        return ended

    def _run(
        self,
        identity: str,
        role: str,
        command: Sequence[str],
        variables: Mapping[str, str],
        broken: Breakdown | None,
        limits: Mapping[str, Any],
    ) -> Ended:
        given = {**environment_of(self.folder / "image"), **self._cloud(role), **variables}
        folder = self.folder / "jobs" / identity.replace(":", "-")
        given = {"FLOWC_OUTPUTS": str(folder / "outputs"), "HOME": str(folder), **given}
        if broken is not None:
            given.update(broken.variables)
            command = broken.command or command
        ended = container.run(
            Container(command=command, environment=given, folder=folder, log=folder / "log"),
            limits["seconds"] if broken is None or broken.seconds is None else broken.seconds,
            limits["stop"],
        )
        if broken is not None:
            broken.after(given)
        return ended

    def _cloud(self, role: str) -> Mapping[str, str]:
        """What the container agent gives: credentials of the role. The key's name is how calls are told apart."""
        return {
            "AWS_ACCESS_KEY_ID": signer(role),
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
        }

    def _note(
        self, identity: str, command: Sequence[str], variables: Mapping[str, str], ended: Ended
    ) -> None:
        entry = {
            "job": identity,
            "command": list(command),
            "environment": dict(variables),
            "code": ended.code,
            "timed_out": ended.timed_out,
        }
        with self._writing, (self.folder / "jobs.jsonl").open("a") as file:
            file.write(json.dumps(entry) + os.linesep)


def signer(role: str) -> str:
    """The access key that calls of a role are signed with."""
    return "ROLE." + role.rpartition("/")[2] if role else "NOROLE"


_the_jobs: list[Jobs] = []


def install(jobs: Jobs) -> None:
    """The server's own: patches of moto have nowhere to be given it."""
    _the_jobs[:] = [jobs]


def jobs() -> Jobs:
    """The server's own."""
    return _the_jobs[0]
