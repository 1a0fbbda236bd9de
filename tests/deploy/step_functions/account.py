"""What a test has in its hands: a flow file, a configuration, and the account that it is deployed to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.run import Ran, flowc
from tests.engines.step_functions.cloud import ACCOUNT, BUCKET, Cloud

FLOW = '''"""Says hello."""
from metaflow import FlowSpec, Parameter, schedule, step, trigger


{decorators}class {name}(FlowSpec):
    alpha = Parameter("alpha", type=int, default=1)

    @step
    def start(self):
        self.greeting = "{word}" * self.alpha
        print("starting")
        self.next(self.end)

    @step
    def end(self):
        print(self.greeting)
'''


def role(name: str) -> str:
    """The ARN of a role of the foundation."""
    return f"arn:aws:iam::{ACCOUNT}:role/flowc-{name}"


TABLE = {
    "queue": "queue",
    "job-role": role("job"),
    "state-machine-role": role("execution"),
    "scheduler-role": role("scheduler"),
    "event-role": role("events"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A flow and where it goes."""

    cloud: Cloud
    folder: Path
    flow: str

    def write(self, *decorators: str, word: str = "hello") -> None:
        """The flow file; its decorators, and what it says."""
        lines = "".join(f"{line}\n" for line in decorators)
        text = FLOW.format(name=self.flow, decorators=lines, word=word)
        (self.folder / "flow.py").write_text(text)

    def configure(self, **changes: str | None) -> None:
        """flowc.toml, with keys of the table changed or (None) left out."""
        names = {name.replace("_", "-"): value for name, value in changes.items()}
        table = {name: value for name, value in {**TABLE, **names}.items() if value is not None}
        rows = "".join(f'{name} = "{value}"\n' for name, value in table.items())
        text = f'store = "s3://{BUCKET}/flows"\nimage = "python"\n\n[step-functions]\n{rows}'
        (self.folder / "flowc.toml").write_text(text)

    def deploy(self, *words: str) -> Ran:
        """`flowc deploy`."""
        return flowc("deploy", "flow.py", "--target", "step-functions", *words)

    def trigger(self, *words: str) -> Ran:
        """`flowc trigger`."""
        return flowc("trigger", "flow.py", "--target", "step-functions", *words)

    @property
    def arn(self) -> str:
        """The state machine's."""
        return f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:{self.flow}"

    def machine(self) -> Any:
        """The state machine as it is described."""
        return self.cloud.states.describe_state_machine(stateMachineArn=self.arn)

    def live(self) -> Any:
        """The version that the alias names."""
        alias = self.cloud.states.describe_state_machine_alias(stateMachineAliasArn=f"{self.arn}:live")
        (route,) = alias["routingConfiguration"]
        return self.cloud.states.describe_state_machine(stateMachineArn=route["stateMachineVersionArn"])

    def definition(self) -> Any:
        """The definition of the live version."""
        return json.loads(self.live()["definition"])

    def revisions(self) -> list[Any]:
        """Of its job definition."""
        found = self.cloud.client("batch").describe_job_definitions(jobDefinitionName=self.flow)
        return list(found["jobDefinitions"])

    def schedule(self) -> Any:
        """Its schedule."""
        return self.cloud.client("scheduler").get_schedule(Name=self.flow)
