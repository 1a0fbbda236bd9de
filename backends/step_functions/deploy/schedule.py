"""A schedule of EventBridge Scheduler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flowc.backends.deployment import Change, Conflict
from flowc.backends.step_functions.deploy.aws import Aws, NoSuchThing, found
from flowc.backends.step_functions.deploy.piece import Values, change_of, like
from flowc.backends.step_functions.deploy.placeholders import fill

MARK = "Made by flowc for "
"""How the description of a schedule or a rule begins that flowc may remove."""


class SchedulePiece:
    """A schedule, by the arguments of `CreateSchedule`. One that people have switched off stays off."""

    def __init__(self, aws: Aws, wanted: Mapping[str, Any], flow: str, values: Values) -> None:
        self._aws = aws
        self._wanted = {**fill(wanted, values), "Description": MARK + flow}
        self.name = str(self._wanted["Name"])
        live = _described(aws, self.name)
        refuse_foreign(f"schedule `{self.name}`", live)
        self._wanted["State"] = "ENABLED" if live is None else live["State"]
        self.note = off_note(f"Schedule {self.name}", self._wanted["State"])
        compared = None if live is None else like(live, self._wanted)
        self.change = change_of(f"Schedule {self.name}", compared, self._wanted)

    def make(self, _values: Values) -> None:
        """Create or replace it."""
        if self.change.kind != "unchanged":
            operation = "create_schedule" if self.change.kind == "create" else "update_schedule"
            self._aws.call("scheduler", operation, **self._wanted)


def refuse_foreign(name: str, live: Mapping[str, Any] | None) -> None:
    """Raises `Conflict` for a schedule or a rule that flowc has not made."""
    if live is not None and not str(live.get("Description", "")).startswith(MARK):
        raise Conflict(
            f"there is a {name} that flowc has not made",
            help="give the flow another name or a @project, or remove what is there",
        )


def off_note(name: str, state: str) -> str | None:
    """What people are told of something that starts no runs."""
    return f"{name} is switched off, and stays so" if state == "DISABLED" else None


class LeftoverSchedule:
    """A schedule that the flow no longer has."""

    def __init__(self, aws: Aws, name: str) -> None:
        self._aws = aws
        self.name = name
        self.change = Change(kind="delete", object=f"Schedule {name}")

    def make(self, _values: Values) -> None:
        """Delete it."""
        try:
            self._aws.call("scheduler", "delete_schedule", Name=self.name)
        except NoSuchThing:  # somebody was faster
            return


def leftover_schedules(aws: Aws, machine: str, wanted: frozenset[str]) -> Iterator[LeftoverSchedule]:
    """Schedules that flowc made for a machine, other than `wanted`."""
    for page in aws.pages("scheduler", "list_schedules", NamePrefix=machine[:32], GroupName="default"):
        for row in page["Schedules"]:
            if row["Name"] in wanted:
                continue
            live = _described(aws, row["Name"])
            if live is not None and live.get("Description") == MARK + machine:
                yield LeftoverSchedule(aws, row["Name"])


def _described(aws: Aws, name: str) -> Any | None:
    return found(lambda: aws.call("scheduler", "get_schedule", Name=name))
