"""What service accounts may do: tasks report results to Argo; Sensors start runs, EventSources watch them."""

from __future__ import annotations

from flowc.backends.argo.objects import common_metadata
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.values import Json

NAME = "flowc-executor"
DEFAULT = "default"
"""The account of pods that name none."""
API = "rbac.authorization.k8s.io"


def rbac_objects(request: Request) -> list[dict[str, Json]]:
    """A Role for what tasks do and one for each pod of Argo Events, bound to the accounts that the flow has.

    Flows share the objects: the same account gives the same binding, and another flow's is left alone.
    """
    settings = request.settings
    objects = [role(NAME, "workflowtaskresults", ["create", "patch"], settings)]
    objects += [binding(NAME, account, DEFAULT, settings) for account in _accounts(request)]
    if request.flow.trigger is not None or request.flow.trigger_on_finish is not None:
        from flowc.backends.argo.events.rbac import event_rbac

        objects += event_rbac(request)
    return objects


def role(name: str, resource: str, verbs: list[str], settings: TargetSettings) -> dict[str, Json]:
    """A Role for objects of one kind of Argo."""
    rules: Json = [{"apiGroups": ["argoproj.io"], "resources": [resource], "verbs": list(verbs)}]
    return {
        "apiVersion": f"{API}/v1",
        "kind": "Role",
        "metadata": common_metadata(name, settings),
        "rules": rules,
    }


def binding(role: str, account: str, usual: str, settings: TargetSettings) -> dict[str, Json]:
    """The role for an account; its name has the account in it, unless that is the usual one."""
    name = role if account == usual else f"{role}-{account}"
    subject: dict[str, Json] = {"kind": "ServiceAccount", "name": account}
    if settings.namespace:
        subject["namespace"] = settings.namespace
    return {
        "apiVersion": f"{API}/v1",
        "kind": "RoleBinding",
        "metadata": common_metadata(name, settings),
        "roleRef": {"apiGroup": API, "kind": "Role", "name": role},
        "subjects": [subject],
    }


def _accounts(request: Request) -> list[str]:
    """That of the workflow, then those that steps name for themselves."""
    steps = (step.settings.kubernetes for step in request.flow.steps)
    own = [one.service_account for one in steps if one is not None and one.service_account]
    return list(dict.fromkeys((request.settings.service_account or DEFAULT, *own)))
