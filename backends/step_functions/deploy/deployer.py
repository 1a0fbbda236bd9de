"""Step Functions as `flowc deploy`, `trigger`, `status`, `runs` and `logs` see it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from flowc.backends.deployment import (
    Change,
    Connection,
    Deployed,
    NotDeployed,
    Plan,
    RunState,
    Started,
    Unbound,
    Wanted,
)
from flowc.backends.protocol import Request
from flowc.backends.step_functions.deploy.alias import LIVE
from flowc.backends.step_functions.deploy.aws import Aws, NoSuchThing
from flowc.backends.step_functions.names import machine_name


class StepFunctionsDeployer:
    """Deploys through boto3. Making one loads and contacts nothing."""

    def __init__(self, connection: Connection) -> None:
        self._aws = Aws(connection)

    def name(self, request: Request) -> str:
        """The name of the state machine."""
        return machine_name(request.flow)

    def unbound(self, request: Request) -> tuple[Unbound, ...]:
        """What the emitted documents leave open, and the roles that something starts runs with."""
        from flowc.backends.step_functions.deploy.unbound import unbound

        return unbound(request)

    def plan(self, wanted: Wanted) -> Plan:
        """Compare all objects with what is live."""
        from flowc.backends.step_functions.deploy.planning import plan

        return plan(self._aws, wanted)

    def apply(self, plan: Plan) -> Iterator[Change]:
        """Make the changes; the alias moves last."""
        values = dict(plan.handle.values)
        for piece in plan.handle.pieces:
            piece.make(values)
            if piece.change.kind != "unchanged":
                yield piece.change

    def find(self, flow: str) -> Deployed:
        """The machine that flowc made under that name."""
        from flowc.backends.step_functions.deploy.machine import FLOW
        from flowc.backends.step_functions.deploy.planning import PACKAGE, STORE

        arn = self._machine(flow)
        try:
            answer = self._aws.call("stepfunctions", "list_tags_for_resource", resourceArn=arn)
        except NoSuchThing:
            raise self._not_deployed(flow) from None
        tags = {tag["key"]: tag["value"] for tag in answer["tags"]}
        if FLOW not in tags:
            raise self._not_deployed(flow)
        return Deployed(
            name=flow,
            flow=tags[FLOW],
            package=tags.get(PACKAGE, ""),
            store=tags.get(STORE, ""),
            link=self._link(f"statemachines/view/{arn}"),
        )

    def trigger(self, flow: str, parameters: Mapping[str, Any], run: str | None) -> Started:
        """Start an execution, whose name is the run's id, on the live version."""
        from flowc.backends.step_functions.deploy.executions import start

        run = run or str(time.time_ns() // 1000)
        try:
            existed = start(
                self._aws, f"{self._machine(flow)}:{LIVE}", self._execution(flow, run), parameters
            )
        except NoSuchThing:
            raise self._not_deployed(flow) from None
        return Started(flow=flow, run=run, existed=existed, link=self._execution_link(flow, run))

    def state(self, flow: str, run: str) -> RunState:
        """The execution, with its steps as long as its history is short."""
        from flowc.backends.step_functions.deploy.executions import state

        try:
            return state(self._aws, self._execution(flow, run), self._execution_link(flow, run))
        except NoSuchThing:
            raise NotDeployed(
                f"Step Functions has no run `{run}` of `{flow}`",
                help="executions are forgotten 90 days after their end; `flowc runs` lists what there is",
            ) from None

    def runs(self, flow: str, limit: int) -> tuple[RunState, ...]:
        """The latest executions."""
        from flowc.backends.step_functions.deploy.executions import latest

        try:
            return latest(self._aws, self._machine(flow), limit)
        except NoSuchThing:
            raise self._not_deployed(flow) from None

    def logs(self, flow: str, run: str, step: str | None) -> Iterator[str]:
        """What CloudWatch has of the jobs of an execution."""
        from flowc.backends.step_functions.deploy.job_logs import lines

        try:
            yield from lines(self._aws, self._execution(flow, run), step)
        except NoSuchThing:
            return

    def _machine(self, flow: str) -> str:
        return self._aws.arn("states", f"stateMachine:{flow}")

    def _execution(self, flow: str, run: str) -> str:
        return self._aws.arn("states", f"execution:{flow}:{run}")

    def _execution_link(self, flow: str, run: str) -> str:
        return self._link(f"v2/executions/details/{self._execution(flow, run)}")

    def _link(self, page: str) -> str:
        """A page of AWS's console; "" where another server stands in for AWS."""
        if not self._aws.is_amazon:
            return ""
        region = self._aws.region
        return f"https://{region}.console.aws.amazon.com/states/home?region={region}#/{page}"

    def _not_deployed(self, flow: str) -> NotDeployed:
        return NotDeployed(
            f"there is no flow `{flow}` on Step Functions in {self._aws.region}",
            help="deploy it: flowc deploy FLOW --target step-functions",
        )
