"""The Argo backend as the rest of flowc sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flowc.backends.argo.capabilities import CAPABILITIES
from flowc.backends.protocol import Document, Request
from flowc.diagnostics import Finding
from flowc.ir.features import Feature, Support

if TYPE_CHECKING:
    from flowc.backends.deployment import Connection, Deployer, OptionKind


class ArgoBackend:
    """Compiles to a WorkflowTemplate, a CronWorkflow for a scheduled flow, and a ConfigMap with the code."""

    name: str = "argo"
    profiles: tuple[str, ...] = ("argo@3.6", "argo@4.1")
    default_profile: str = "argo@4.1"
    capabilities: Mapping[Feature, Support] = CAPABILITIES

    def check(self, request: Request) -> tuple[Finding, ...]:
        """What Argo cannot do (3xx) and its limits (4xx), in the order of the source."""
        from flowc.backends.argo.checks import check

        return check(request)

    def emit(self, request: Request) -> tuple[Document, ...]:
        """One YAML file of several documents; `check` must have found no error."""
        from flowc.backends.argo.emit import manifest

        return (manifest(request),)

    def rbac(self, request: Request) -> Document:
        """The Role and RoleBinding that tasks need."""
        from flowc.backends.argo.document import dump
        from flowc.backends.argo.rbac import rbac_objects

        return Document(name="rbac.yaml", text=dump(rbac_objects(request)))

    def option_kinds(self) -> Mapping[str, OptionKind]:
        """Settings of the table that are no texts."""
        from flowc.backends.argo.check_config import RBAC
        from flowc.backends.argo.packing import PACK

        return {PACK: "number", RBAC: "switch"}

    def deployer(self, connection: Connection) -> Deployer:
        """What `flowc deploy` and the commands beside it need."""
        from flowc.backends.argo.deploy.deployer import ArgoDeployer

        return ArgoDeployer(connection)
