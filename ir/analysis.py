"""What rules look at: the flow, its graph, and the facts that passes derived from it."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.diagnostics.record import record
from flowc.ir.flow import Flow, Step, StepId
from flowc.ir.structure.fault import Fault


@record
class Analysis:
    """A flow with what is known about it.

    `steps` finds a step by name. `start` and `end` are None when the flow does not say which they are.
    `faults` are what kept the `structure` pass from deriving regions; when there are any, `flow.region` is None.
    """

    flow: Flow
    steps: Mapping[StepId, Step]
    start: StepId | None
    end: StepId | None
    faults: tuple[Fault, ...]
