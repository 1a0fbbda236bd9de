"""All objects of a flow in one YAML file, ready for `kubectl apply -f`."""

from __future__ import annotations

from flowc.backends.argo.document import dump
from flowc.backends.argo.objects import workflow_template
from flowc.backends.argo.package import config_map
from flowc.backends.argo.workflow import lower_workflow
from flowc.backends.protocol import Document, Request


def manifest(request: Request) -> Document:
    """The WorkflowTemplate first, since that is what people read."""
    workflow = lower_workflow(request)
    objects = [workflow_template(workflow)]
    if request.flow.schedule is not None:
        from flowc.backends.argo.schedule import cron_workflow

        objects.append(cron_workflow(request.flow.schedule, workflow, request.settings.annotations))
    if request.flow.trigger is not None or request.flow.trigger_on_finish is not None:
        from flowc.backends.argo.events.objects import event_objects

        objects += event_objects(request, workflow.name)
    if (code := config_map(workflow.name, request)) is not None:
        objects.append(code)
    return Document(name=f"{workflow.name}.yaml", text=dump(objects))
