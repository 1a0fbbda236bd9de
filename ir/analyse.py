"""From the flow as written to the flow with structure: the passes, in their order."""

from __future__ import annotations

from flowc.ir.analysis import Analysis
from flowc.ir.flow import Flow
from flowc.ir.passes.order import order
from flowc.ir.passes.structure import structure
from flowc.ir.structure.entrance import end_step, start_step


def analyse(flow: Flow) -> Analysis:
    """Run the passes and return the flow with what rules need to know about it; never raises for a bad flow."""
    steps = {step.id: step for step in flow.steps}
    start, end = start_step(flow), end_step(flow)
    structured, faults = structure(flow, steps, start, end)
    return Analysis(flow=order(structured), steps=steps, start=start, end=end, faults=faults)
