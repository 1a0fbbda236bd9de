"""Where a flow keeps its runs, as the task and the machine must agree, and what the payload is called.

The payload of every state is one object of constant size: `run` (the name of the execution), `uid` (its ARN),
`path` (the address of the frame), `k1`, `k2`, ... (passes of the loops around, from the outside in), and what the
last winner said: `splits`, `next`, `items`.
"""

from __future__ import annotations

from flowc.backends.protocol import TargetSettings
from flowc.backends.step_functions.jsonata import field, joined, quoted
from flowc.backends.step_functions.placeholders import BUCKET
from flowc.diagnostics.record import record
from flowc.ir.flow import Flow
from flowc.runtime_shim.store.layout import NO_PROJECT, FlowKeys

ROOT = "r"
"""The path of a task in no foreach and no loop."""


@record
class Place:
    """The bucket of a flow's store, the prefix in it ("" or with a slash at its end), and the flow's keys."""

    bucket: str
    prefix: str
    flow: FlowKeys

    @classmethod
    def of(cls, flow: Flow, settings: TargetSettings) -> Place:
        """The place of a flow; its store is S3's, or not known yet."""
        bucket, _, prefix = (settings.store or f"s3://{BUCKET}").removeprefix("s3://").partition("/")
        prefix = prefix.strip("/")
        return cls(bucket=bucket, prefix=f"{prefix}/" if prefix else "", flow=_keys(flow))

    @property
    def store(self) -> str:
        """The URL that tasks open."""
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    def input_key(self) -> str:
        """Code for the key, below the prefix, of the object that holds the input of the execution."""
        return joined((quoted(f"{self.flow.root}/runs/"), field("run"), quoted("/input.json")))

    def input_object(self) -> str:
        """Code for the same key in the bucket, before there is a payload."""
        runs = quoted(f"{self.prefix}{self.flow.root}/runs/")
        return joined((runs, "$states.context.Execution.Name", quoted("/input.json")))

    def task_object(self, step: str, path: str, name: str) -> str:
        """Code for the key in the bucket of an object of a task; `path` is code."""
        runs = quoted(f"{self.prefix}{self.flow.root}/runs/")
        return joined((runs, field("run"), quoted(f"/tasks/{step}/"), path, quoted(f"/{name}")))


def _keys(flow: Flow) -> FlowKeys:
    """As `runtime_shim.about.flow_keys` has them for a task that is told neither branch nor user."""
    project = flow.project
    if project is None:
        return FlowKeys(NO_PROJECT, NO_PROJECT, flow.name)
    if project.production:
        branch = f"prod.{project.branch}" if project.branch else "prod"
    else:
        branch = f"test.{project.branch}" if project.branch else "user.default"
    return FlowKeys(project.name, branch, flow.name)


def path_code(depth: int) -> str:
    """Code for the path of a task inside `depth` loops of its frame."""
    parts = [field("path")]
    for number in range(1, depth + 1):
        parts += ["'_'", f"$string({field(f'k{number}')})"]
    return joined(parts)
