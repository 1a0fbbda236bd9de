"""A file with several flows where one is needed."""

from __future__ import annotations

from flowc.diagnostics import Finding, Label, error
from flowc.pipeline.unit import Unit


def several_flows(unit: Unit) -> Finding:
    """The finding for a file of which one flow has to be chosen."""
    names = [flow.name for flow in unit.flows]
    return error(
        "FLOW005",
        unit.flows[1].span,
        f"this file has {len(names)} flows: {', '.join(f'`{name}`' for name in names)}",
        label="a second flow",
        help=f"choose one: --flow {names[0]}",
        related=(Label(span=unit.flows[0].span, text="the first flow"),),
    )
