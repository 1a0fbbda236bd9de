"""What a run of a flow is: which tasks run, in which scope, and who ran before each. Knows no engine."""

from flowc.ir.trace.model import EndlessRun, Outcomes, TaskId, Trace, Visit
from flowc.ir.trace.walk import traces

__all__ = ["EndlessRun", "Outcomes", "TaskId", "Trace", "Visit", "traces"]
