"""Executions of a version or an alias of a state machine."""

from __future__ import annotations

import copy
from threading import local
from typing import Any

WHY = "StartExecution of an alias says StateMachineDoesNotExist, and of a version fails inside moto"


def apply() -> None:
    """Start the machine with the definition and the role of the version."""
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    start = StepFunctionsParserBackend.start_execution
    describe = StepFunctionsParserBackend.describe_state_machine
    asked = local()

    def start_qualified(self: Any, state_machine_arn: str, *rest: Any, **named: Any) -> Any:
        if len(state_machine_arn.split(":")) <= 7:
            return start(self, state_machine_arn, *rest, **named)
        asked.view = _view(describe, self, state_machine_arn)
        try:
            return start(self, asked.view.arn, *rest, **named)
        finally:
            asked.view = None

    def describe_view(self: Any, arn: str) -> Any:
        return getattr(asked, "view", None) or describe(self, arn)

    StepFunctionsParserBackend.start_execution = start_qualified
    StepFunctionsParserBackend.describe_state_machine = describe_view


def _view(describe: Any, backend: Any, arn: str) -> Any:
    """The machine as the version has it; the executions are the machine's own."""
    source, _, qualifier = arn.rpartition(":")
    if not qualifier.isnumeric():
        alias = backend.describe_state_machine_alias(arn)
        arn = alias.routing_configuration[0]["stateMachineVersionArn"]
    version = describe(backend, arn)
    view = copy.copy(describe(backend, source))
    view.definition, view.roleArn = version.definition, version.roleArn
    return view
