"""What the pods of Argo Events may do in the namespace: a Sensor starts runs, an EventSource sees runs end."""

from __future__ import annotations

from flowc.backends.argo.events.own import DEFAULTS, is_own, setting
from flowc.backends.argo.objects import common_metadata
from flowc.backends.argo.rbac import binding, role
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.values import Json

WORKFLOWS = "workflows"


def event_rbac(request: Request) -> list[dict[str, Json]]:
    """Accounts, unless the configuration names some; roles and bindings.

    Rights to create cannot be narrowed to one name, so a Sensor's account may start any workflow of its namespace.
    """
    settings = request.settings
    objects = _rights("sensor-account", ["create"], settings)
    if request.flow.trigger_on_finish is not None:
        objects += _rights("event-source-account", ["list", "watch"], settings)
    return objects


def _rights(account: str, verbs: list[str], settings: TargetSettings) -> list[dict[str, Json]]:
    usual = DEFAULTS[account]
    own = [_account(usual, settings)] if is_own(account, settings) else []
    return [
        *own,
        role(usual, WORKFLOWS, verbs, settings),
        binding(usual, setting(account, settings), usual, settings),
    ]


def _account(name: str, settings: TargetSettings) -> dict[str, Json]:
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": common_metadata(name, settings)}
