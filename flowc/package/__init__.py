"""The code package: a deterministic zipapp of the flow, what it imports, and the plan."""

from flowc.package.build import build_package

__all__ = ["build_package"]
