"""Steps as tasks of ECS on Fargate. The task definition starts the bootstrap; a step adds its arguments."""

from __future__ import annotations

from flowc.backends import bootstrap
from flowc.backends.fargate import size
from flowc.backends.protocol import Request
from flowc.backends.step_functions import retries
from flowc.backends.step_functions.batch import ATTEMPT, variables_of
from flowc.backends.step_functions.definitions import (
    CODE,
    JobDefinitions,
    delivery,
    logging,
    volumes,
    with_interpreter,
)
from flowc.backends.step_functions.jsonata import expression, field
from flowc.backends.step_functions.model import Retry
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.place import Place
from flowc.backends.step_functions.placeholders import (
    CLUSTER,
    EXECUTION_ROLE,
    IMAGE,
    JOB_ROLE,
    SECURITY_GROUP,
    SUBNET,
)
from flowc.backends.step_functions.scope import Call, Work
from flowc.backends.step_functions.settings import options
from flowc.diagnostics.record import record
from flowc.ir.flow import Step
from flowc.ir.settings import Settings
from flowc.ir.values import Json

CONTAINER = "step"
"""The name of the one container of a task."""

CORE = 1024
"""Units of a core in ECS."""

EXIT_CODE = "$states.result.Containers[0].ExitCode"


class TaskDefinitions(JobDefinitions):
    """The task definitions of a flow."""

    name_field = "family"
    resource = "AWS::ECS::TaskDefinition"

    def command_of(self, request: Request, arguments: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002
        """What the arguments are added to, which the machine gives."""
        if delivery(request) == "image":
            return (request.settings.python, CODE)
        return bootstrap.command(request.settings.python, request.package.digest, ())

    def _properties(self, settings: Settings, words: tuple[str, ...]) -> dict[str, Json]:
        batch = settings.batch
        container: dict[str, Json] = {
            "name": CONTAINER,
            "image": (batch.image if batch else None) or self._target.image or IMAGE,
            "essential": True,
            "entryPoint": list(with_interpreter(words, options(settings))),
            "environment": [{"name": "FLOWC_STORE", "value": self._store}],
            **logging(options(settings)),
        }
        found = volumes(options(settings))
        if found:
            container["mountPoints"] = found["mountPoints"]
        storage = options(settings).get("ephemeral_storage")
        return {
            "requiresCompatibilities": ["FARGATE"],
            "networkMode": "awsvpc",
            "cpu": str(CORE),
            "memory": "4096",
            "taskRoleArn": (batch.iam_role if batch else None) or self._own.job_role or JOB_ROLE,
            "executionRoleArn": (batch.execution_role if batch else None)
            or self._own.execution_role
            or EXECUTION_ROLE,
            **({"ephemeralStorage": {"sizeInGiB": storage}} if isinstance(storage, int) else {}),
            **({"volumes": found["volumes"]} if found else {}),
            "containerDefinitions": [container],
        }


@record
class Ecs:
    """Runs tasks as ECS tasks on Fargate."""

    place: Place
    own: Own
    definitions: JobDefinitions

    def call(self, work: Work) -> Call:
        """`ecs:runTask`, until the task has ended."""
        return self._call(work.step.settings, self._container(work))

    def call_hooks(self, last: Step) -> Call:
        """The same with other arguments."""
        command: list[Json] = ["hook", "--run-id", expression(field("run"))]
        command += ["--run-uid", expression(field("uid"))]
        return self._call(last.settings, {"Name": CONTAINER, "Command": command})

    def _call(self, settings: Settings, container: Json) -> Call:
        found = size(settings.resources)
        assert found is not None, "the checks refuse what Fargate does not have"
        cpu, memory = found
        arguments: dict[str, Json] = {
            "LaunchType": "FARGATE",
            "Cluster": self.own.cluster or CLUSTER,
            "TaskDefinition": self.definitions.reference(settings),
            "NetworkConfiguration": {
                "AwsvpcConfiguration": {
                    "Subnets": list(self.own.subnets) or [SUBNET],
                    "SecurityGroups": list(self.own.security_groups) or [SECURITY_GROUP],
                    "AssignPublicIp": "ENABLED",
                }
            },
            "Overrides": {
                "Cpu": str(int(float(cpu) * CORE)),
                "Memory": str(memory),
                "ContainerOverrides": [container],
            },
        }
        return Call("arn:aws:states:::ecs:runTask.sync", arguments)

    @property
    def refused(self) -> Retry:
        """By the names that Step Functions gives to errors of ECS' API."""
        names = ("AmazonECSException", "ThrottlingException", "ServerException")
        return retries.busy(*(f"ECS.{name}" for name in names))

    def checked(self, output: str) -> str:
        """ECS says that a task has ended; how, its exit code says. None is that of a container that never began."""
        problem = f"'the task ended with exit code ' & $string({EXIT_CODE})"
        return f"{EXIT_CODE} = 0 ? {output} : $error({problem})"

    def _container(self, work: Work) -> Json:
        command: list[Json] = ["step", work.step.id, "--run-id", expression(field("run"))]
        command += ["--run-uid", expression(field("uid"))]
        command += ["--path", expression(work.path)]
        if retries.attempts(work.step.settings):
            command += ["--attempt", ATTEMPT]
        variables = variables_of(work, self.place, work.step.settings)
        environment: list[Json] = [{"Name": name, "Value": value} for name, value in variables.items()]
        found: dict[str, Json] = {"Name": CONTAINER, "Command": command}
        return {**found, "Environment": environment} if environment else found
