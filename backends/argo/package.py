"""The code package as a ConfigMap, named by its hash and immutable: a run ends on the code it began with."""

from __future__ import annotations

import base64

from flowc.backends.argo.objects import metadata
from flowc.backends.protocol import CodePackage, Request
from flowc.ir.values import Json

KEY = "flow.pyz"


def config_map_name(workflow: str, package: CodePackage) -> str:
    """The name that the volume of every task refers to."""
    return f"{workflow}-{package.digest[:12]}"


def config_map(workflow: str, request: Request) -> dict[str, Json] | None:
    """The object, or None when the package comes to the tasks in another way."""
    if request.package_external or request.settings.delivery != "inline":
        return None
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata(config_map_name(workflow, request.package), request.settings.namespace),
        "immutable": True,
        "binaryData": {KEY: base64.encodebytes(request.package.data).decode()},
    }
