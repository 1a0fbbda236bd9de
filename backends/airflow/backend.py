"""The Airflow backend as the rest of flowc sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flowc.backends.airflow.capabilities import CAPABILITIES
from flowc.backends.protocol import Document, Request
from flowc.diagnostics import Finding
from flowc.ir.features import Feature, Support

if TYPE_CHECKING:
    from flowc.backends.deployment import Connection, Deployer, OptionKind


class AirflowBackend:
    """Compiles to one DAG file, and the code package that it finds beside it."""

    name: str = "airflow"
    profiles: tuple[str, ...] = ("airflow@2.11", "airflow@3.3")
    default_profile: str = "airflow@3.3"
    capabilities: Mapping[Feature, Support] = CAPABILITIES

    def check(self, request: Request) -> tuple[Finding, ...]:
        """What Airflow cannot do (3xx) and its limits (4xx), in the order of the source."""
        from flowc.backends.airflow.checks import check

        return check(request)

    def emit(self, request: Request) -> tuple[Document, ...]:
        """The DAG file, and what lies beside it; `check` must have found no error."""
        from flowc.backends.airflow.beside import package_documents
        from flowc.backends.airflow.emit import dag_document

        return (dag_document(request), *(() if request.package_external else package_documents(request)))

    def rbac(self, request: Request) -> Document:  # noqa: ARG002 - the same for every flow
        """Nothing but a comment: Airflow's own connections say what its tasks may do."""
        return Document(name="rbac.yaml", text="# Airflow gives tasks the rights of its workers.\n")

    def option_kinds(self) -> Mapping[str, OptionKind]:
        """Settings of the table that are no texts."""
        from flowc.backends.airflow.config import NUMBERS, SWITCHES

        return {**dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(SWITCHES, "switch")}

    def deployer(self, connection: Connection) -> Deployer:
        """What `flowc deploy` and the commands beside it need."""
        from flowc.backends.airflow.deploy.deployer import AirflowDeployer

        return AirflowDeployer(connection)
