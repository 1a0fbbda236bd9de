"""What the service accounts of the tasks may do: report results to Argo, and nothing more."""

from __future__ import annotations

from flowc.backends.argo.objects import common_metadata
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.values import Json

NAME = "flowc-executor"
DEFAULT = "default"
"""The account of pods that name none."""
API = "rbac.authorization.k8s.io"


def rbac_objects(request: Request) -> list[dict[str, Json]]:
    """A Role, and a RoleBinding for each service account that a task of the flow has.

    Flows share the objects: the same account gives the same binding, and another flow's is left alone.
    """
    rule: dict[str, Json] = {
        "apiGroups": ["argoproj.io"],
        "resources": ["workflowtaskresults"],
        "verbs": ["create", "patch"],
    }
    role: dict[str, Json] = {
        "apiVersion": f"{API}/v1",
        "kind": "Role",
        "metadata": common_metadata(NAME, request.settings),
        "rules": [rule],
    }
    return [role, *(_binding(account, request.settings) for account in _accounts(request))]


def _accounts(request: Request) -> list[str]:
    """That of the workflow, then those that steps name for themselves."""
    steps = (step.settings.kubernetes for step in request.flow.steps)
    own = [one.service_account for one in steps if one is not None and one.service_account]
    return list(dict.fromkeys((request.settings.service_account or DEFAULT, *own)))


def _binding(account: str, settings: TargetSettings) -> dict[str, Json]:
    name = NAME if account == DEFAULT else f"{NAME}-{account}"
    subject: dict[str, Json] = {"kind": "ServiceAccount", "name": account}
    if settings.namespace:
        subject["namespace"] = settings.namespace
    return {
        "apiVersion": f"{API}/v1",
        "kind": "RoleBinding",
        "metadata": common_metadata(name, settings),
        "roleRef": {"apiGroup": API, "kind": "Role", "name": NAME},
        "subjects": [subject],
    }
