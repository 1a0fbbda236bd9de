"""All documents of a flow."""

from __future__ import annotations

from flowc.backends.protocol import Document, Request
from flowc.backends.step_functions.definitions import JobDefinitions
from flowc.backends.step_functions.machine import lower_machine
from flowc.backends.step_functions.names import fit, machine_name
from flowc.backends.step_functions.serialise import definition, text

MACHINE = "state-machine.json"
DEFINITIONS = "job-definitions.json"


def documents(request: Request) -> tuple[Document, ...]:
    """The state machine first, since that is what people read."""
    definitions = JobDefinitions(request)
    machine = lower_machine(request, definitions)
    return (
        Document(name=MACHINE, text=text(definition(machine))),
        Document(name=DEFINITIONS, text=text(job_definitions(request, definitions))),
    )


def job_definitions(request: Request, definitions: JobDefinitions) -> dict[str, object]:
    """What Batch registers, by the placeholder that stands for the ARN of its revision."""
    name = machine_name(request.flow)
    return {
        each.placeholder: {
            "jobDefinitionName": fit(name + each.placeholder.removeprefix("FlowcJobDefinition"), 128),
            **each.properties,
        }
        for each in definitions.all()
    }


def policy(request: Request) -> Document:
    """The policies of all roles."""
    raise NotImplementedError
