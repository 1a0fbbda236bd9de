"""Words that several data-flow rules share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flowc.diagnostics import Label
from flowc.ir.dataflow import DataFlow, Presence
from flowc.ir.flow import Step, StepId

_MANY = 1_000
"""With more artifacts than this, no look for a similar name: it would take longer than everything else."""


def similar(name: str, known: Sequence[str]) -> str | None:
    """A known name that the user may have meant."""
    from difflib import get_close_matches

    near = [other for other in known if abs(len(other) - len(name)) <= 2 and not other.startswith("__")]
    found = get_close_matches(name, near, n=1, cutoff=0.7) if len(known) <= _MANY else []
    return found[0] if found else None


def listed(names: Iterable[str]) -> str:
    """`a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return ", ".join(quoted[:-1]) + " and " + quoted[-1]


def writers(flow: DataFlow, name: str, limit: int = 3) -> tuple[Label, ...]:
    """Where an artifact is written."""
    return tuple(
        Label(span=write.span, text=f"step `{step.id}` sets it here")
        for step, write in flow.writers(name)[:limit]
    )


def is_sure(step: Step) -> bool:
    """Whether a failure inside a step fails the flow: `@catch` lets it go on."""
    return step.settings.catch is None


def losing_join(flow: DataFlow, step: Step, name: str) -> StepId | None:
    """The join nearest before (or at) a step that had `name` in an input and did not carry it on."""
    pending, seen = [step.id], {step.id}
    while pending:
        current = pending.pop(0)
        inputs = flow.inputs(current)
        if flow.analysis.steps[current].is_join and any(_has(flow, before, name) for before in inputs):
            return current
        for before in inputs:
            if before not in seen:
                seen.add(before)
                pending.append(before)
    return None


def _has(flow: DataFlow, step: StepId, name: str) -> bool:
    return flow.at_exit(step, name) in (Presence.SURE, Presence.MAYBE)


def carry(flow: DataFlow, join: StepId, name: str) -> str:
    """How to carry an artifact through a join."""
    merge = "self.merge_artifacts(inputs)"
    if flow.is_foreach_join(join):
        return f"in step `{join}`, call `{merge}` or collect it: `self.{name} = [item.{name} for item in inputs]`"
    source = next((before for before in flow.inputs(join) if _has(flow, before, name)), join)
    return f"in step `{join}`, call `{merge}` or set it: `self.{name} = inputs.{source}.{name}`"
