"""The alias `live`: the version that runs are started on. It moves last, when everything that it needs is there."""

from __future__ import annotations

import json
from typing import Any

from flowc.backends.deployment import Change, Conflict
from flowc.backends.live_diff import canonical
from flowc.backends.step_functions.deploy.aws import Aws, found
from flowc.backends.step_functions.deploy.machine import VERSION, MachinePiece, WantedMachine
from flowc.backends.step_functions.deploy.piece import Values
from flowc.backends.step_functions.deploy.placeholders import fill

LIVE = "live"


class AliasPiece:
    """The alias, compared by what the version that it names holds."""

    def __init__(self, aws: Aws, wanted: WantedMachine, machine: MachinePiece, values: Values) -> None:
        self._aws = aws
        self._wanted = wanted
        self._machine = machine
        self.arn = f"{wanted.arn}:{LIVE}"
        self._seen = self._version()
        name = f"Alias {wanted.name}:{LIVE}"
        if self._seen is None:
            self.change = Change(kind="create", object=name)
        elif machine.change.kind in ("unchanged", "update") and self._holds_what_is_wanted(values):
            self.change = Change(kind="unchanged", object=name)
        else:
            diff = f"-version {self._seen.rpartition(':')[2]}\n+version of build {wanted.build}"
            self.change = Change(kind="update", object=name, diff=diff)

    def _version(self) -> str | None:
        answer = found(
            lambda: self._aws.call(
                "stepfunctions", "describe_state_machine_alias", stateMachineAliasArn=self.arn
            )
        )
        return None if answer is None else _routed(answer)

    def _holds_what_is_wanted(self, values: Values) -> bool:
        version = found(
            lambda: self._aws.call("stepfunctions", "describe_state_machine", stateMachineArn=self._seen)
        )
        if version is None:
            return False
        wanted = canonical(fill(self._wanted.definition, values))
        return (
            canonical(json.loads(version["definition"])) == wanted and version["roleArn"] == self._wanted.role
        )

    def make(self, values: Values) -> None:
        """Move it, unless another deployment has done so since the plan."""
        if self.change.kind == "unchanged":
            return
        version = values.get(VERSION) or self._machine.publish(values)
        if self._version() != self._seen:
            raise Conflict(
                f"another deployment of `{self._wanted.name}` went live since the plan was made",
                help="deploy again",
            )
        routing = [{"stateMachineVersionArn": version, "weight": 100}]
        if self._seen is None:
            self._aws.call(
                "stepfunctions", "create_state_machine_alias", name=LIVE, routingConfiguration=routing
            )
        else:
            self._aws.call(
                "stepfunctions",
                "update_state_machine_alias",
                stateMachineAliasArn=self.arn,
                routingConfiguration=routing,
            )


def _routed(alias: Any) -> str:
    """The version that most runs go to."""
    routes = sorted(alias["routingConfiguration"], key=lambda route: -int(route["weight"]))
    return str(routes[0]["stateMachineVersionArn"])
