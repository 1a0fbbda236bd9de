"""A run of a template, as `argo submit --from` makes it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from typing import Any

from flowc.backends.argo.deploy.api import Object
from flowc.backends.argo.names import LONGEST
from flowc.backends.argo.parameters import NOT_GIVEN

TEMPLATE = "workflows.argoproj.io/workflow-template"
"""The label by which Argo's tools know the runs of a template."""
FLOW = "flowc.dev/flow"
STAMP = 17
"""Characters that an id made up here adds to the name of the flow."""


def new_run(flow: str) -> str:
    """An id that nobody else will choose; it is the value of a label of every pod."""
    stamp = f"{time.time_ns() // 1_000_000:x}{os.urandom(2).hex()}"
    return f"{flow[: LONGEST - STAMP].rstrip('-')}-{stamp}"


def submission(template: Object, parameters: Mapping[str, Any], run: str) -> Object:
    """The Workflow. Values are texts, as people would type them."""
    name, labels = template["metadata"]["name"], template["metadata"].get("labels", {})
    given = [{"name": key, "value": _typed(value)} for key, value in parameters.items()]
    spec: Object = {"workflowTemplateRef": {"name": name}}
    if given:
        spec["arguments"] = {"parameters": given}
    kept = {key: value for key, value in labels.items() if key in (FLOW, "app.kubernetes.io/managed-by")}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {"name": run, "labels": {**kept, TEMPLATE: name}},
        "spec": spec,
    }


def same(live: Object, wanted: Object) -> bool:
    """Whether two submissions start the same."""
    return _essence(live) == _essence(wanted)


def _essence(run: Object) -> object:
    given = ((run["spec"].get("arguments") or {}).get("parameters")) or ()
    return run["spec"].get("workflowTemplateRef"), sorted((one["name"], one.get("value")) for one in given)


def _typed(value: Any) -> str:
    if value is None:
        return NOT_GIVEN
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
