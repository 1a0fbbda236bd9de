"""Rules of EventBridge that start runs, with their targets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flowc.backends.deployment import Change, DeployError
from flowc.backends.step_functions.deploy.aws import Aws, NoSuchThing, found
from flowc.backends.step_functions.deploy.piece import Values, change_of, like
from flowc.backends.step_functions.deploy.placeholders import fill
from flowc.backends.step_functions.deploy.schedule import MARK, off_note, refuse_foreign


class RulePiece:
    """A rule, by the arguments of `PutRule` and `PutTargets`. One that people have switched off stays off."""

    def __init__(self, aws: Aws, wanted: Mapping[str, Any], flow: str, values: Values) -> None:
        self._aws = aws
        filled = fill(wanted, values)
        self._targets = list(filled.pop("Targets"))
        self._wanted = {**filled, "Description": MARK + flow}
        self.name = str(filled["Name"])
        live = self._live()
        refuse_foreign(f"rule `{self.name}`", live)
        self._wanted["State"] = "ENABLED" if live is None else live["State"]
        self.note = off_note(f"Rule {self.name}", self._wanted["State"])
        text = {**self._wanted, "Targets": self._targets}
        compared = None if live is None else like(live, text)
        self.change = change_of(f"Rule {self.name}", compared, text)

    def _live(self) -> dict[str, Any] | None:
        rule = found(lambda: self._aws.call("events", "describe_rule", Name=self.name))
        if rule is None:
            return None
        own = {target["Id"] for target in self._targets}
        targets = self._aws.call("events", "list_targets_by_rule", Rule=self.name)["Targets"]
        return {
            **rule,
            "EventPattern": json.loads(rule.get("EventPattern") or "null"),
            "Targets": [target for target in targets if target["Id"] in own],  # others may add theirs
        }

    def make(self, _values: Values) -> None:
        """Put the rule, then its targets. Both replace what was there."""
        if self.change.kind == "unchanged":
            return
        pattern = json.dumps(self._wanted["EventPattern"], sort_keys=True)
        self._aws.call("events", "put_rule", **{**self._wanted, "EventPattern": pattern})
        answer = self._aws.call("events", "put_targets", Rule=self.name, Targets=self._targets)
        if answer.get("FailedEntryCount"):
            why = answer["FailedEntries"][0].get("ErrorMessage", "it does not say why")
            raise DeployError(f"EventBridge refused a target of the rule `{self.name}`: {why}")


class LeftoverRule:
    """A rule that the flow no longer has."""

    def __init__(self, aws: Aws, name: str) -> None:
        self._aws = aws
        self.name = name
        self.change = Change(kind="delete", object=f"Rule {name}")

    def make(self, _values: Values) -> None:
        """Remove its targets, without which it cannot be deleted, then the rule."""
        try:
            targets = self._aws.call("events", "list_targets_by_rule", Rule=self.name)["Targets"]
            if targets:
                ids = [target["Id"] for target in targets]
                self._aws.call("events", "remove_targets", Rule=self.name, Ids=ids)
            self._aws.call("events", "delete_rule", Name=self.name)
        except NoSuchThing:  # somebody was faster
            return


def leftover_rules(aws: Aws, machine: str, wanted: frozenset[str]) -> Iterator[LeftoverRule]:
    """Rules that flowc made for a machine, other than `wanted`."""
    for page in aws.pages("events", "list_rules", NamePrefix=machine[:32]):
        for rule in page["Rules"]:
            if rule["Name"] not in wanted and rule.get("Description") == MARK + machine:
                yield LeftoverRule(aws, rule["Name"])
