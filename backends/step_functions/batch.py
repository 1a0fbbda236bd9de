"""Steps as jobs of AWS Batch. What all steps of an image share is in the job definition, which the machine names by
its revision; a step gives its name, its place and what it needs beyond.
"""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.step_functions import retries
from flowc.backends.step_functions.definitions import JobDefinitions
from flowc.backends.step_functions.jsonata import expression, field, joined, quoted
from flowc.backends.step_functions.model import Retry
from flowc.backends.step_functions.names import LONGEST_JOB, fit, plain
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.place import Place
from flowc.backends.step_functions.placeholders import QUEUE
from flowc.backends.step_functions.scope import Call, Work
from flowc.backends.step_functions.settings import DEFAULT, environment, options, requirements
from flowc.diagnostics.record import record
from flowc.ir.flow import Step
from flowc.ir.settings import Settings
from flowc.ir.values import Json

SUBMIT = "arn:aws:states:::batch:submitJob.sync"

ATTEMPT = "{% $string($states.context.State.RetryCount) %}"


@record
class Batch:
    """Runs tasks as Batch jobs."""

    flow: str
    place: Place
    own: Own
    definitions: JobDefinitions

    def call(self, work: Work) -> Call:
        """`batch:submitJob`, until the job has ended; a job that fails fails the state."""
        settings = work.step.settings
        arguments: dict[str, Json] = {
            "JobName": self._name(work),
            "JobQueue": self._queue(settings),
            "JobDefinition": self.definitions.reference(settings),
            "Parameters": _parameters(work),
        }
        overrides = self._overrides(work)
        if overrides:
            arguments["ContainerOverrides"] = overrides
        seconds = retries.attempt_timeout(settings)
        if seconds is not None:
            arguments["Timeout"] = {"AttemptDurationSeconds": seconds}
        tags = options(settings).get("aws_batch_tags")
        if isinstance(tags, Mapping) and tags:
            arguments["Tags"] = {str(name): str(value) for name, value in tags.items()}
        return Call(SUBMIT, arguments)

    def call_hooks(self, last: Step) -> Call:
        """A job with a definition of its own, since the command is there."""
        settings = last.settings
        arguments: Mapping[str, Json] = {
            "JobName": fit(plain(f"{self.flow}-exit-hooks"), LONGEST_JOB),
            "JobQueue": self._queue(settings),
            "JobDefinition": self.definitions.for_hooks(settings),
            "Parameters": {"run": expression(field("run")), "uid": expression(field("uid"))},
        }
        return Call(SUBMIT, arguments)

    def _queue(self, settings: Settings) -> str:
        return (settings.batch.queue if settings.batch else None) or self.own.queue or QUEUE

    @property
    def refused(self) -> Retry:
        """By the names that Step Functions gives to errors of Batch's API."""
        names = ("AWSBatchException", "TooManyRequestsException", "ServerException")
        return retries.busy(*(f"Batch.{name}" for name in names))

    def checked(self, output: str) -> str:
        """Batch tells a job that failed from one that did not."""
        return output

    def _name(self, work: Work) -> str:
        """For people: flow, step and path."""
        name = fit(plain(f"{self.flow}-{work.step.id}"), LONGEST_JOB)
        if not work.path_varies:
            return name
        full = joined((quoted(f"{name}-"), f"$replace({work.path}, '.', '-')"))
        return expression(f"$substring({full}, 0, {LONGEST_JOB})")

    def _overrides(self, work: Work) -> dict[str, Json]:
        settings = work.step.settings
        overrides: dict[str, Json] = {}
        needs = requirements(settings.resources, self.own.platform)
        if needs != requirements(DEFAULT, self.own.platform):
            overrides["ResourceRequirements"] = [{"Type": kind, "Value": value} for kind, value in needs]
        variables = variables_of(work, self.place, settings)
        if variables:
            overrides["Environment"] = [{"Name": name, "Value": value} for name, value in variables.items()]
        return overrides


def variables_of(work: Work, place: Place, settings: Settings) -> dict[str, str]:
    """The variables of this step alone: the user's, then what its task is told in this way."""
    variables = dict(environment(settings))
    if work.is_start:
        variables["FLOWC_PARAMETERS_KEY"] = expression(place.input_key())
    if work.indices:
        variables["FLOWC_INDICES"] = "1"
    return variables


def _parameters(work: Work) -> dict[str, Json]:
    """What the command of the job definition refers to; `path` and `attempt` have defaults there."""
    parameters: dict[str, Json] = {
        "step": work.step.id,
        "run": expression(field("run")),
        "uid": expression(field("uid")),
    }
    if work.path_varies:
        parameters["path"] = expression(work.path)
    if retries.attempts(work.step.settings):
        parameters["attempt"] = ATTEMPT
    return parameters
