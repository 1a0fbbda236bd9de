"""What the service account of the tasks may do: report results to Argo, and nothing more."""

from __future__ import annotations

from flowc.backends.argo.objects import common_metadata
from flowc.backends.protocol import TargetSettings
from flowc.ir.values import Json

NAME = "flowc-executor"


def rbac_objects(settings: TargetSettings) -> list[dict[str, Json]]:
    """A Role, and a RoleBinding to the service account that the configuration names (else `default`)."""
    api = "rbac.authorization.k8s.io"
    subject: dict[str, Json] = {"kind": "ServiceAccount", "name": settings.service_account or "default"}
    if settings.namespace:
        subject["namespace"] = settings.namespace
    return [
        {
            "apiVersion": f"{api}/v1",
            "kind": "Role",
            "metadata": common_metadata(NAME, settings),
            "rules": [
                {
                    "apiGroups": ["argoproj.io"],
                    "resources": ["workflowtaskresults"],
                    "verbs": ["create", "patch"],
                }
            ],
        },
        {
            "apiVersion": f"{api}/v1",
            "kind": "RoleBinding",
            "metadata": common_metadata(NAME, settings),
            "roleRef": {"apiGroup": api, "kind": "Role", "name": NAME},
            "subjects": [subject],
        },
    ]
