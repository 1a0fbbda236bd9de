"""Job definitions: one for each distinct container that the steps of a flow run in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from flowc.backends import bootstrap
from flowc.backends.protocol import Delivery, Request
from flowc.backends.step_functions.own import Own
from flowc.backends.step_functions.place import ROOT, Place
from flowc.backends.step_functions.placeholders import EXECUTION_ROLE, IMAGE, JOB_ROLE
from flowc.backends.step_functions.settings import DEFAULT, options, requirements, tmpfs, tmpfs_path
from flowc.diagnostics.record import record
from flowc.ir.flow import last_step
from flowc.ir.settings import Settings
from flowc.ir.values import Json

PREFIX = "FlowcJobDefinition"

CODE = "/flowc/flow.pyz"
"""Where an image has the code package that was put into it."""

RUN = ("--run-id", "Ref::run", "--run-uid", "Ref::uid")
STEP = ("step", "Ref::step", *RUN, "--path", "Ref::path", "--attempt", "Ref::attempt")
HOOK = ("hook", *RUN)
"""Arguments of the package; `Ref::` names are the parameters of the job."""


@record
class JobDefinition:
    """A job definition as Batch's API takes it, less its name; `placeholder` stands for its ARN in the machine."""

    placeholder: str
    properties: Mapping[str, Json]

    @property
    def number(self) -> str:
        """What sets its name apart from that of the first: "" or `-2`, `-3`, ..."""
        number = self.placeholder.removeprefix(PREFIX)
        return f"-{number}" if number else ""


class JobDefinitions:
    """The job definitions of a flow, in the order of the steps that need them."""

    name_field = "jobDefinitionName"
    resource = "AWS::Batch::JobDefinition"

    def __init__(self, request: Request) -> None:
        self._target = request.settings
        self._own = Own.of(request.settings)
        self._store = Place.of(request.flow, request.settings).store
        self._command = self.command_of(request, STEP)
        self._hook_command = self.command_of(request, HOOK)
        self._known: dict[str, JobDefinition] = {}
        for step in request.flow.steps:
            self.reference(step.settings)
        if request.flow.exit_hooks:
            self.for_hooks(last_step(request.flow).settings)

    def command_of(self, request: Request, arguments: tuple[str, ...]) -> tuple[str, ...]:
        """What every container starts."""
        return command(request, arguments)

    def reference(self, settings: Settings) -> str:
        """What stands for the ARN, revision and all, of the definition that a step needs."""
        return self._known_as(self._properties(settings, self._command))

    def for_hooks(self, settings: Settings) -> str:
        """The same for the definition that calls the functions of `@exit_hook`, in what a step runs in."""
        return self._known_as(self._properties(settings, self._hook_command))

    def _known_as(self, properties: dict[str, Json]) -> str:
        text = json.dumps(properties, sort_keys=True)
        if text not in self._known:
            number = len(self._known) + 1
            name = PREFIX + (str(number) if number > 1 else "")
            self._known[text] = JobDefinition(placeholder=name, properties=properties)
        return f"${{{self._known[text].placeholder}}}"

    def all(self) -> tuple[JobDefinition, ...]:
        """Each once."""
        return tuple(self._known.values())

    def _properties(self, settings: Settings, words: tuple[str, ...]) -> dict[str, Json]:
        return {
            "type": "container",
            "platformCapabilities": [self._own.platform],
            "parameters": {"path": ROOT, "attempt": "0"},
            "containerProperties": self._container(settings, words),
            "propagateTags": True,
        }

    def _container(self, settings: Settings, words: tuple[str, ...]) -> dict[str, Json]:
        batch = settings.batch
        container: dict[str, Json] = {
            "image": (batch.image if batch else None) or self._target.image or IMAGE,
            "command": list(with_interpreter(words, options(settings))),
            "resourceRequirements": [
                {"type": kind, "value": value}  # Batch's own API has small initials
                for kind, value in requirements(DEFAULT, self._own.platform)
            ],
            "environment": [{"name": "FLOWC_STORE", "value": self._store}],
            "jobRoleArn": (batch.iam_role if batch else None) or self._own.job_role or JOB_ROLE,
        }
        role = (batch.execution_role if batch else None) or self._own.execution_role
        if role or self._own.platform == "FARGATE":
            container["executionRoleArn"] = role or EXECUTION_ROLE
        if self._own.platform == "FARGATE":
            container["networkConfiguration"] = {"assignPublicIp": "ENABLED"}
        container.update(volumes(options(settings)))
        container.update(_linux(settings))
        container.update(_others(options(settings), self._own.platform))
        container.update(logging(options(settings)))
        return container


def delivery(request: Request) -> Delivery:
    """How the code reaches the tasks: by the store, unless it is in the image."""
    return request.settings.delivery or "store"


def command(request: Request, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The command of a job that gives the package these arguments."""
    if delivery(request) == "image":
        return (request.settings.python, CODE, *arguments)
    return bootstrap.command(request.settings.python, request.package.digest, arguments)


def with_interpreter(words: Sequence[str], asked: Mapping[str, Json]) -> tuple[str, ...]:
    """The command with the interpreter that a step names."""
    executable = asked.get("executable")
    return (executable, *words[1:]) if isinstance(executable, str) else tuple(words)


def volumes(asked: Mapping[str, Json]) -> dict[str, Json]:
    """Folders of the host under their own paths, and file systems of EFS under /mnt."""
    volumes: list[Json] = []
    mounts: list[Json] = []
    for number, path in enumerate(_texts(asked.get("host_volumes")), start=1):
        volumes.append({"name": f"host-{number}", "host": {"sourcePath": path}})
        mounts.append({"sourceVolume": f"host-{number}", "containerPath": path})
    for name in _texts(asked.get("efs_volumes")):
        volumes.append(
            {"name": name, "efsVolumeConfiguration": {"fileSystemId": name, "transitEncryption": "ENABLED"}}
        )
        mounts.append({"sourceVolume": name, "containerPath": f"/mnt/{name}"})
    return {"volumes": volumes, "mountPoints": mounts} if volumes else {}


def _linux(settings: Settings) -> dict[str, Json]:
    """Shared memory, swap, tmpfs and devices: overrides cannot change them."""
    asked = options(settings)
    linux: dict[str, Json] = {}
    if settings.resources.shared_memory:
        linux["sharedMemorySize"] = settings.resources.shared_memory
    for name, field in (("max_swap", "maxSwap"), ("swappiness", "swappiness")):
        if isinstance(asked.get(name), int):
            linux[field] = asked[name]
    size = tmpfs(settings)
    if size:
        linux["tmpfs"] = [{"containerPath": tmpfs_path(asked), "size": size, "mountOptions": ["rw"]}]
    devices = _devices(asked)
    if devices:
        linux["devices"] = devices
    return {"linuxParameters": linux} if linux else {}


def _devices(asked: Mapping[str, Json]) -> list[Json]:
    neurons = asked.get("inferentia") or asked.get("trainium") or 0
    paths = [f"/dev/neuron{number}" for number in range(neurons if isinstance(neurons, int) else 0)]
    fabrics = asked.get("efa") or 0
    paths += [
        f"/dev/infiniband/uverbs{number}" for number in range(fabrics if isinstance(fabrics, int) else 0)
    ]
    return [{"hostPath": path, "containerPath": path, "permissions": ["READ", "WRITE"]} for path in paths]


def _others(asked: Mapping[str, Json], platform: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if asked.get("privileged"):
        found["privileged"] = True
    if platform == "FARGATE" and isinstance(asked.get("ephemeral_storage"), int):
        found["ephemeralStorage"] = {"sizeInGiB": asked["ephemeral_storage"]}
    return found


def logging(asked: Mapping[str, Json]) -> dict[str, Json]:
    """Where the output of the container goes, if a step says so; `name=value` are its options."""
    driver = asked.get("log_driver")
    if not isinstance(driver, str):
        return {}
    pairs = (text.partition("=") for text in _texts(asked.get("log_options")))
    choices: dict[str, Json] = {name.strip(): value.strip() for name, _, value in pairs}
    log: dict[str, Json] = {"logDriver": driver}
    return {"logConfiguration": {**log, "options": choices} if choices else log}


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, Sequence) else []
