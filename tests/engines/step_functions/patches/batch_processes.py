"""Batch jobs as processes of this machine, with the command, the environment and the time limit of the job."""

from __future__ import annotations

from datetime import datetime
from threading import Event
from typing import Any

from tests.engines.step_functions.jobs import jobs

WHY = "moto runs Batch jobs in Docker, or pretends that they have succeeded"


def apply() -> None:
    """Replace what runs a job, and what ends it early."""
    from moto.batch import models
    from moto.core.config import default_user_config

    default_user_config["batch"]["use_docker"] = True  # the backend that has jobs with a life
    models.Job.run = _run
    begin, terminate = models.Job.__init__, models.Job.terminate

    def with_event(self: Any, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        self.stop_event = Event()

    def stop(self: Any, reason: str) -> None:
        terminate(self, reason)
        self.stop_event.set()

    describe = models.Job.describe

    def with_exit_code(self: Any) -> Any:
        found = describe(self)
        if self.exit_code is not None:
            found["container"]["exitCode"] = self.exit_code
        return found

    models.Job.__init__ = with_event
    models.Job.terminate = stop
    models.Job.describe = with_exit_code


def _run(self: Any) -> None:
    """The thread of a job."""
    details = self._container_details()
    variables = {entry["name"]: entry["value"] for entry in details["environment"]}
    role = self.job_definition.container_properties.get("jobRoleArn", "")
    self.job_started_at = datetime.now()  # noqa: DTZ005 - as moto has it
    self._start_attempt()
    self.status = "RUNNING"
    ended = jobs().run(
        self.job_id,
        role,
        self._add_parameters_to_command(details["command"]),
        {
            "AWS_BATCH_JOB_ATTEMPT": "1",
            "AWS_BATCH_JQ_NAME": self.job_queue.name,
            "AWS_BATCH_CE_NAME": "environment",
            **variables,
        },
        seconds=self._get_attempt_duration(),
        stop=self.stop_event,
    )
    self.exit_code = ended.code
    if ended.timed_out:
        self.job_stopped_reason = "Job attempt duration exceeded timeout"
    elif not self.job_stopped_reason:
        self.job_stopped_reason = "Essential container in task exited"
    self._mark_stopped(success=ended.code == 0 and not ended.timed_out and not self.stop)
    jobs().ends.tell()
