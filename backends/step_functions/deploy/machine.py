"""The state machine: its definition, role and tags. What runs is the version that the alias names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flowc.backends.deployment import Conflict
from flowc.backends.live_diff import canonical
from flowc.backends.step_functions.deploy.aws import Aws, found
from flowc.backends.step_functions.deploy.piece import Values, change_of
from flowc.backends.step_functions.deploy.placeholders import fill
from flowc.diagnostics.record import record

VERSION = "version"
"""The name in `values` of the ARN of the version that was just published."""
FLOW = "flowc:flow"
"""The tag that every machine of flowc's has: the name of the flow's class."""


@record
class WantedMachine:
    """What is to be live. `definition` has placeholders."""

    name: str
    arn: str
    definition: Mapping[str, Any]
    role: str
    tags: Mapping[str, str]
    build: str
    """The description of its version."""


class MachinePiece:
    """The machine itself. Every change is published as a version; none runs before the alias moves to it."""

    def __init__(self, aws: Aws, wanted: WantedMachine, values: Values) -> None:
        self._aws = aws
        self._wanted = wanted
        self._seen = self._described()
        tags = {} if self._seen is None else self._live_tags()
        if self._seen is not None and FLOW not in tags:
            raise Conflict(
                f"there is a state machine `{wanted.name}` that flowc has not made",
                help="give the flow another name or a @project, or remove that state machine",
            )
        live = None if self._seen is None else self._text(self._seen, tags)
        self.change = change_of(f"StateMachine {wanted.name}", live, self._wanted_text(values))

    def _described(self) -> Any | None:
        return found(
            lambda: self._aws.call(
                "stepfunctions", "describe_state_machine", stateMachineArn=self._wanted.arn
            )
        )

    def _live_tags(self) -> dict[str, str]:
        answer = self._aws.call("stepfunctions", "list_tags_for_resource", resourceArn=self._wanted.arn)
        return {tag["key"]: tag["value"] for tag in answer["tags"]}

    def _text(self, live: Any, tags: Mapping[str, str]) -> dict[str, Any]:
        kept = {name: value for name, value in tags.items() if name in self._wanted.tags}
        return {"definition": json.loads(live["definition"]), "role": live["roleArn"], "tags": kept}

    def _wanted_text(self, values: Values) -> dict[str, Any]:
        definition = fill(self._wanted.definition, values)
        return {"definition": definition, "role": self._wanted.role, "tags": dict(self._wanted.tags)}

    def make(self, values: Values) -> None:
        """Create or update it, unless somebody has changed it since the plan."""
        if self.change.kind == "unchanged":
            return
        now = self._described()
        if _state(now) != _state(self._seen):
            raise Conflict(
                f"the state machine `{self._wanted.name}` was changed by somebody else since the plan was made",
                help="deploy again",
            )
        values[VERSION] = self.publish(values, exists=now is not None)

    def publish(self, values: Values, *, exists: bool = True) -> str:
        """Make the machine what is wanted, as a version; its ARN. AWS gives an equal version again."""
        wanted = self._wanted
        arguments = {
            "definition": json.dumps(fill(wanted.definition, values), ensure_ascii=False),
            "roleArn": wanted.role,
            "publish": True,
            "versionDescription": wanted.build,
        }
        tags = [{"key": name, "value": value} for name, value in wanted.tags.items()]
        if not exists:
            made = self._aws.call(
                "stepfunctions",
                "create_state_machine",
                name=wanted.name,
                type="STANDARD",
                tags=tags,
                **arguments,
            )
            return str(made["stateMachineVersionArn"])
        made = self._aws.call(
            "stepfunctions", "update_state_machine", stateMachineArn=wanted.arn, **arguments
        )
        self._aws.call("stepfunctions", "tag_resource", resourceArn=wanted.arn, tags=tags)
        return str(made["stateMachineVersionArn"])


def _state(described: Any | None) -> tuple[object, ...] | None:
    """What changes when anybody changes the machine."""
    if described is None:
        return None
    return described.get("revisionId"), described["roleArn"], canonical(json.loads(described["definition"]))
