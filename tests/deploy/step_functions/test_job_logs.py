"""What CloudWatch has of a run: moto's jobs, which are processes here, write nothing there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flowc.backends.step_functions.deploy.aws import NoSuchThing
from flowc.backends.step_functions.deploy.causes import readable
from flowc.backends.step_functions.deploy.job_logs import GROUP, lines


def submitted(number: int, before: int, job: str) -> dict[str, Any]:
    details = {"output": json.dumps({"JobId": job, "JobName": "any"})}
    return {
        "id": number,
        "previousEventId": before,
        "type": "TaskSubmitted",
        "taskSubmittedEventDetails": details,
    }


def entered(number: int, name: str) -> dict[str, Any]:
    details = {"name": name}
    return {
        "id": number,
        "previousEventId": number - 1,
        "type": "TaskStateEntered",
        "stateEnteredEventDetails": details,
    }


STREAMS = {("/team", "stream-right"): ["r1", "r2", "r3"], (GROUP, "stream-left-1"): ["l1"]}


class Answers:
    """Stands for `Aws`: two steps at once, whose events are mixed, and a second attempt of the first."""

    history = (
        entered(2, "left"),
        entered(3, "right"),
        {"id": 4, "previousEventId": 3, "type": "TaskScheduled"},
        {"id": 5, "previousEventId": 2, "type": "TaskScheduled"},
        submitted(6, 4, "job-right"),
        submitted(7, 5, "job-left-1"),
        submitted(8, 7, "job-left-2"),
    )

    def pages(self, service: str, operation: str, **arguments: Any) -> Iterator[Any]:
        assert (service, operation) == ("stepfunctions", "get_execution_history")
        yield {"events": self.history[:4]}
        yield {"events": self.history[4:]}

    def call(self, service: str, operation: str, **arguments: Any) -> Any:
        if operation == "describe_jobs":
            return {"jobs": [self._job(job) for job in arguments["jobs"]]}
        return self._page(**arguments)

    def _job(self, job: str) -> dict[str, Any]:
        container: dict[str, Any] = {"logStreamName": job.replace("job", "stream")}
        if job == "job-right":
            container["logConfiguration"] = {"options": {"awslogs-group": "/team"}}
        return {"jobId": job, "container": container}

    def _page(self, **arguments: Any) -> Any:
        assert arguments["startFromHead"]
        events = STREAMS.get((arguments["logGroupName"], arguments["logStreamName"]))
        if events is None:
            raise NoSuchThing
        place = int(arguments.get("nextToken", "0"))
        page = events[place : place + 2]
        return {
            "events": [{"message": text} for text in page],
            "nextForwardToken": str(place + len(page)),
        }


def test_each_line_has_the_step_that_submitted_its_job() -> None:
    found: list[str] = list(lines(Answers(), "arn", None))  # type: ignore[arg-type]
    assert found == ["[right] r1", "[right] r2", "[right] r3", "[left] l1"]
    assert list(lines(Answers(), "arn", "left")) == ["[left] l1"]  # type: ignore[arg-type]
    assert list(lines(Answers(), "arn", "other")) == []  # type: ignore[arg-type]


def test_a_cause_that_is_a_job_becomes_a_line() -> None:
    job = {"JobName": "train", "StatusReason": "Essential container exited", "Container": {"ExitCode": 137}}
    text = "job train: Essential container exited; exit code 137"
    assert readable("States.TaskFailed", json.dumps(job)) == f"States.TaskFailed: {text}"
    assert readable("flowc.NoArm", "no case fits") == "flowc.NoArm: no case fits"
    assert readable("", "") == ""
    assert len(readable("E", "x" * 10_000)) == 500
