"""The Step Functions backend as the rest of flowc sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flowc.backends.protocol import Document, Request
from flowc.backends.step_functions.capabilities import CAPABILITIES
from flowc.diagnostics import Finding
from flowc.ir.features import Feature, Support

if TYPE_CHECKING:
    from flowc.backends.deployment import Connection, Deployer, OptionKind


class StepFunctionsBackend:
    """Compiles to a state machine, and to the objects that it needs: see `emit`."""

    name: str = "step-functions"
    profiles: tuple[str, ...] = ("step-functions",)
    default_profile: str = "step-functions"
    capabilities: Mapping[Feature, Support] = CAPABILITIES

    def check(self, request: Request) -> tuple[Finding, ...]:
        """What Step Functions cannot do (3xx) and its limits (4xx), in the order of the source."""
        from flowc.backends.step_functions.checks import check

        return check(request)

    def emit(self, request: Request) -> tuple[Document, ...]:
        """The state machine, then what goes with it; `check` must have found no error."""
        from flowc.backends.step_functions.emit import documents

        return documents(request)

    def rbac(self, request: Request) -> Document:
        """The policies of the roles of machine, tasks, schedule and events."""
        from flowc.backends.step_functions.emit import policy

        return policy(request)

    def option_kinds(self) -> Mapping[str, OptionKind]:
        """Settings of the table that are no texts."""
        return {}

    def deployer(self, connection: Connection) -> Deployer:
        """Deploys through boto3, which is loaded when something is asked of it."""
        from flowc.backends.step_functions.deploy.deployer import StepFunctionsDeployer

        return StepFunctionsDeployer(connection)
