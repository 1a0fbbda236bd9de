"""Executions: starting them, and how far they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from flowc.backends.deployment import DeployError, Phase, RunState, RunTaken, StepState
from flowc.backends.live_diff import canonical
from flowc.backends.step_functions.deploy.aws import Aws
from flowc.backends.step_functions.deploy.causes import readable

RUN = re.compile(r"[A-Za-z0-9_-]{1,80}")
LONGEST_INPUT = 262_144
"""Bytes of an execution's input."""
SHORT_HISTORY = 1000
"""Events that one request gives: steps are counted up to there."""

PHASES: Mapping[str, Phase] = {
    "RUNNING": "running",
    "SUCCEEDED": "succeeded",
    "FAILED": "failed",
    "TIMED_OUT": "failed",
    "ABORTED": "stopped",
    "PENDING_REDRIVE": "pending",
}


def start(aws: Aws, alias: str, execution: str, parameters: Mapping[str, Any]) -> bool:
    """Start the execution of an ARN; whether the very same had been started before. Raises `RunTaken`."""
    run = execution.rpartition(":")[2]
    if not RUN.fullmatch(run):
        raise DeployError(
            f"`{run}` cannot be the id of a run", help="take up to 80 letters, digits, `-` and `_`"
        )
    given = canonical(dict(parameters))
    if len(given.encode()) > LONGEST_INPUT:
        raise DeployError(
            f"the parameters are {len(given.encode()):,} bytes, and Step Functions takes {LONGEST_INPUT:,}",
            help="put large values into the store, and give their place",
        )
    began = _begun(aws, execution)
    if began is not None:
        if canonical(json.loads(began["input"])) == given:
            return True
        raise _taken(run)
    try:
        aws.call("stepfunctions", "start_execution", stateMachineArn=alias, name=run, input=given)
    except DeployError as fault:
        if "ExecutionAlreadyExists" in fault.message:
            raise _taken(run) from None
        raise
    return False


def _begun(aws: Aws, execution: str) -> Any | None:
    from flowc.backends.step_functions.deploy.aws import found

    return found(lambda: aws.call("stepfunctions", "describe_execution", executionArn=execution))


def _taken(run: str) -> RunTaken:
    return RunTaken(
        f"there is a run `{run}` already, and it was started with other parameters",
        help="give another --run-id, or leave it out",
    )


def state(aws: Aws, execution: str, link: str) -> RunState:
    """How far an execution is. Raises `NoSuchThing`."""
    answer = aws.call("stepfunctions", "describe_execution", executionArn=execution)
    phase = PHASES.get(answer["status"], "unknown")
    return RunState(
        run=execution.rpartition(":")[2],
        phase=phase,
        message=readable(answer.get("error", ""), answer.get("cause", "")) if phase != "succeeded" else "",
        steps=_steps(aws, execution, is_over=phase not in ("running", "pending")),
        created=answer["startDate"].timestamp(),
        ended=answer["stopDate"].timestamp() if answer.get("stopDate") else None,
        link=link,
    )


def latest(aws: Aws, machine: str, limit: int) -> tuple[RunState, ...]:
    """The latest executions of a machine, whichever version they run on."""
    pages = aws.pages("stepfunctions", "list_executions", stateMachineArn=machine)
    rows = (row for page in pages for row in page["executions"])
    return tuple(
        RunState(
            run=row["name"],
            phase=PHASES.get(row["status"], "unknown"),
            created=row["startDate"].timestamp(),
            ended=row["stopDate"].timestamp() if row.get("stopDate") else None,
        )
        for row in islice(rows, limit)
    )


def _steps(aws: Aws, execution: str, *, is_over: bool) -> tuple[StepState, ...]:
    """The states of steps that were entered and left; none when the history is long."""
    answer = aws.call(
        "stepfunctions", "get_execution_history", executionArn=execution, maxResults=SHORT_HISTORY
    )
    if answer.get("nextToken"):
        return ()
    entered: dict[str, int] = {}
    left: dict[str, int] = {}
    for name, is_entry in _moves(answer["events"]):
        counted = entered if is_entry else left
        counted[name] = counted.get(name, 0) + 1
    return tuple(_step(name, count, left.get(name, 0), is_over) for name, count in entered.items())


def _moves(events: Any) -> Iterator[tuple[str, bool]]:
    for event in events:
        if event["type"] == "TaskStateEntered":
            name, is_entry = event["stateEnteredEventDetails"]["name"], True
        elif event["type"] == "TaskStateExited":
            name, is_entry = event["stateExitedEventDetails"]["name"], False
        else:
            continue
        if ":" not in name:  # a state beside a step has a colon in its name
            yield name, is_entry


def _step(name: str, entered: int, left: int, is_over: bool) -> StepState:
    open_ones = entered - left
    return StepState(
        step=name,
        running=0 if is_over else open_ones,
        succeeded=left,
        failed=open_ones if is_over else 0,
    )
