"""All documents of a flow."""

from __future__ import annotations

import re

from flowc.backends.protocol import Document, Request
from flowc.backends.step_functions.compute import definitions_of
from flowc.backends.step_functions.definitions import JobDefinitions
from flowc.backends.step_functions.machine import lower_machine
from flowc.backends.step_functions.names import LONGEST_JOB, fit, machine_name
from flowc.backends.step_functions.serialise import definition, text
from flowc.ir.values import Json

MACHINE = "state-machine.json"
SCHEMA = "parameters.schema.json"
POLICIES = "iam-policy.json"
JOBS = "job-definitions.json"
SCHEDULE = "schedule.json"
RULES = "rules.json"
TEMPLATE = "template.yaml"


def documents(request: Request) -> tuple[Document, ...]:
    """The state machine first, since that is what people read."""
    from flowc.backends.step_functions.events import rules_of
    from flowc.backends.step_functions.schedule import schedule_of
    from flowc.backends.step_functions.schema import schema_of

    definitions = definitions_of(request)
    machine = text(definition(lower_machine(request, definitions)))
    schedule, rules = schedule_of(request), rules_of(request)
    found = {
        MACHINE: machine,
        SCHEMA: text(schema_of(request.flow)),
        POLICIES: policy(request).text,
        JOBS: text(job_definitions(request, definitions)),
    }
    if schedule is not None:
        found[SCHEDULE] = text(schedule)
    if rules:
        found[RULES] = text(rules)
    found[TEMPLATE] = _template(request, definitions, machine, schedule, rules)
    return tuple(Document(name=name, text=content) for name, content in found.items())


def policy(request: Request) -> Document:
    """The policies of all roles."""
    from flowc.backends.step_functions.iam import policies_of

    return Document(name=POLICIES, text=text(policies_of(request, definitions_of(request))))


def job_definitions(request: Request, definitions: JobDefinitions) -> dict[str, dict[str, Json]]:
    """What is to be registered, by the placeholder that stands for the ARN of its revision."""
    name = machine_name(request.flow)
    return {
        each.placeholder: {
            definitions.name_field: fit(name + each.number, LONGEST_JOB),
            **each.properties,
        }
        for each in definitions.all()
    }


def _template(
    request: Request,
    definitions: JobDefinitions,
    machine: str,
    schedule: dict[str, Json] | None,
    rules: list[dict[str, Json]],
) -> str:
    from flowc.backends.step_functions.template import Template

    template = Template(request)
    template.add_definitions(definitions.resource, job_definitions(request, definitions))
    template.add_machine(machine, sorted(set(re.findall(r"\$\{(Flowc\w+)\}", machine))))
    if schedule is not None:
        template.add("FlowcSchedule", "AWS::Scheduler::Schedule", schedule)
    for number, rule in enumerate(rules, start=1):
        template.add(f"FlowcRule{number}", "AWS::Events::Rule", rule)
    return template.text()
