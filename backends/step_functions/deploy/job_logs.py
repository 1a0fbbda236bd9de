"""What CloudWatch keeps of the output of Batch jobs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flowc.backends.step_functions.deploy.aws import Aws, found

GROUP = "/aws/batch/job"
"""Where Batch logs to when nobody says otherwise."""
AT_ONCE = 100
"""Jobs that one request describes."""


def lines(aws: Aws, execution: str, step: str | None) -> Iterator[str]:
    """The lines of all jobs of an execution, or of those of one step, each with the name of its step.

    Items of a Distributed Map are executions of their own, and are not looked at.
    """
    jobs = {job: name for name, job in _jobs(aws, execution) if step in (None, name)}
    ids = list(jobs)
    for place in range(0, len(ids), AT_ONCE):
        answer = aws.call("batch", "describe_jobs", jobs=ids[place : place + AT_ONCE])
        for job in answer["jobs"]:
            yield from (f"[{jobs[job['jobId']]}] {line}" for line in _of_job(aws, job))


def _jobs(aws: Aws, execution: str) -> Iterator[tuple[str, str]]:
    """The step and the id of every job that was submitted, in order."""
    before: dict[int, Any] = {}
    for page in aws.pages("stepfunctions", "get_execution_history", executionArn=execution):
        for event in page["events"]:
            before[event["id"]] = event
            if event["type"] == "TaskSubmitted":
                output = json.loads(event["taskSubmittedEventDetails"].get("output") or "{}")
                if "JobId" in output:
                    yield _state_of(event, before), output["JobId"]


def _state_of(event: Any, events: dict[int, Any]) -> str:
    """The state that an event belongs to: the last one entered before it."""
    while event is not None and event["type"] != "TaskStateEntered":
        event = events.get(event.get("previousEventId", 0))
    return "" if event is None else str(event["stateEnteredEventDetails"]["name"])


def _of_job(aws: Aws, job: Any) -> Iterator[str]:
    container = job.get("container", {})
    stream = container.get("logStreamName")
    options = container.get("logConfiguration", {}).get("options", {})
    if stream is None:
        return
    arguments = {"logGroupName": options.get("awslogs-group", GROUP), "logStreamName": stream}
    token = ""
    while True:
        answer = _events(aws, arguments, token)
        yield from (str(event["message"]) for event in answer["events"])
        if not answer["events"] or answer["nextForwardToken"] == token:
            return
        token = answer["nextForwardToken"]


def _events(aws: Aws, arguments: Mapping[str, str], token: str) -> Any:
    """A page of a stream, from its beginning or the token on; one that is not there is empty."""
    more = {"nextToken": token} if token else {}
    answer = found(lambda: aws.call("logs", "get_log_events", startFromHead=True, **arguments, **more))
    return answer or {"events": []}
