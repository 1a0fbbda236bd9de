"""Job definitions of Batch, or task definitions of ECS: the machine names the revision that it was made for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from flowc.backends.deployment import Change
from flowc.backends.step_functions.deploy.aws import Aws
from flowc.backends.step_functions.deploy.piece import Values, change_of, hash_of, like

HASH = "flowc:hash"
"""The tag of a revision that tells what it was made from."""
UNKNOWN = "(new revision)"
"""Stands for the number that a registration will give."""


class Registry(Protocol):
    """A service that keeps revisions of definitions."""

    kind: str
    name_field: str

    def latest(self, name: str) -> tuple[str, str, Any] | None:
        """The ARN, the `HASH` and the description of the latest revision in use; None when there is none."""
        ...

    def register(self, definition: Mapping[str, Any], tags: Mapping[str, str]) -> str:
        """The ARN of a new revision."""
        ...


class Batch:
    """Job definitions."""

    kind = "JobDefinition"
    name_field = "jobDefinitionName"

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def latest(self, name: str) -> tuple[str, str, Any] | None:
        """By its revision's number."""
        pages = self._aws.pages("batch", "describe_job_definitions", jobDefinitionName=name, status="ACTIVE")
        revisions = [each for page in pages for each in page["jobDefinitions"]]
        if not revisions:
            return None
        last = max(revisions, key=lambda each: int(each["revision"]))
        return str(last["jobDefinitionArn"]), str(last.get("tags", {}).get(HASH, "")), last

    def register(self, definition: Mapping[str, Any], tags: Mapping[str, str]) -> str:
        """Batch has tags as a mapping."""
        made = self._aws.call("batch", "register_job_definition", **definition, tags=dict(tags))
        return str(made["jobDefinitionArn"])


class Ecs:
    """Task definitions."""

    kind = "TaskDefinition"
    name_field = "family"

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def latest(self, name: str) -> tuple[str, str, Any] | None:
        """By its revision's number."""
        pages = self._aws.pages("ecs", "list_task_definitions", familyPrefix=name, status="ACTIVE")
        arns = [str(arn) for page in pages for arn in page["taskDefinitionArns"]]
        if not arns:
            return None
        arn = max(arns, key=lambda each: int(each.rpartition(":")[2]))
        answer = self._aws.call("ecs", "describe_task_definition", taskDefinition=arn, include=["TAGS"])
        tags = {tag["key"]: tag["value"] for tag in answer.get("tags", ())}
        return arn, tags.get(HASH, ""), answer["taskDefinition"]

    def register(self, definition: Mapping[str, Any], tags: Mapping[str, str]) -> str:
        """ECS has tags as a list."""
        pairs = [{"key": name, "value": value} for name, value in tags.items()]
        made = self._aws.call("ecs", "register_task_definition", **definition, tags=pairs)
        return str(made["taskDefinition"]["taskDefinitionArn"])


class DefinitionPiece:
    """A definition. The latest revision is as good as a new one when it was made from the same."""

    def __init__(
        self, aws: Aws, placeholder: str, wanted: Mapping[str, Any], tags: Mapping[str, str]
    ) -> None:
        self._registry: Registry = Batch(aws) if Batch.name_field in wanted else Ecs(aws)
        self._placeholder = placeholder
        self._wanted = dict(wanted)
        self._tags = {**tags, HASH: hash_of(wanted)}
        self.name = str(wanted[self._registry.name_field])
        self._arn: str | None = None
        self.change = self._compare()

    def _compare(self) -> Change:
        name = f"{self._registry.kind} {self.name}"
        latest = self._registry.latest(self.name)
        if latest is None:
            return Change(kind="create", object=name)
        arn, made_from, live = latest
        if made_from == self._tags[HASH]:
            self._arn = arn
            return Change(kind="unchanged", object=name)
        return Change(
            kind="update", object=name, diff=change_of(name, like(live, self._wanted), self._wanted).diff
        )

    def promise(self, values: Values) -> None:
        """Put the ARN into `values`, or what stands for it in a plan."""
        values[self._placeholder] = self._arn or f"{self.name}:{UNKNOWN}"

    def make(self, values: Values) -> None:
        """Register a revision where there is none yet."""
        if self._arn is None:
            self._arn = self._registry.register(self._wanted, self._tags)
        values[self._placeholder] = self._arn
