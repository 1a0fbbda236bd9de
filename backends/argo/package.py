"""The code package as a ConfigMap, named by its hash and immutable: a run ends on the code it began with."""

from __future__ import annotations

import base64

from flowc.backends.argo.objects import common_metadata
from flowc.backends.protocol import CodePackage, Delivery, Request
from flowc.ir.values import Json
from flowc.runtime_shim.store.layout import package_key

KEY = "flow.pyz"

INLINE_PACKAGE = 180 * 1024
"""A ConfigMap is copied into an annotation by client-side apply, in base64, and annotations end at 256 KiB."""


def delivery(request: Request) -> Delivery:
    """How the code reaches the tasks: as configured, else inline while it fits."""
    if request.settings.delivery is not None:
        return request.settings.delivery
    return "inline" if len(request.package.data) <= INLINE_PACKAGE else "store"


def artifact_key(package: CodePackage) -> str:
    """Where Argo fetches a package that comes by the store: a key of the namespace's artifact repository."""
    return package_key(package.digest)


def config_map_name(workflow: str, package: CodePackage) -> str:
    """The name that the volume of every task refers to."""
    return f"{workflow}-{package.digest[:12]}"


def config_map(workflow: str, request: Request) -> dict[str, Json] | None:
    """The object, or None when the package comes to the tasks in another way."""
    if request.package_external or delivery(request) != "inline":
        return None
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": common_metadata(config_map_name(workflow, request.package), request.settings),
        "immutable": True,
        "binaryData": {KEY: base64.encodebytes(request.package.data).decode()},
    }
