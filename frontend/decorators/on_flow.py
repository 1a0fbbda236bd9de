"""The decorators of a flow class and of the flow classes it derives from."""

from __future__ import annotations

from collections.abc import Sequence

from flowc.diagnostics import Label, error
from flowc.diagnostics.record import record
from flowc.frontend.arguments import bind
from flowc.frontend.classes import ClassInfo
from flowc.frontend.decorators.composed import classified
from flowc.frontend.decorators.draft import FlowDraft
from flowc.frontend.decorators.kinds import Found, Kind, on_class
from flowc.frontend.decorators.table import FLOW_DECORATORS
from flowc.frontend.decorators.unsupported import unsupported
from flowc.frontend.reader import Reader


@record
class FlowMark:
    """What the decorators of a flow say. `open_class` is why the class may have other members than it shows."""

    draft: FlowDraft
    open_class: str | None


def read_flow(classes: Sequence[ClassInfo], reader: Reader) -> FlowMark:
    """Reads the decorators of all classes of a flow, base classes first as Metaflow does."""
    draft = FlowDraft()
    seen: dict[str, Label] = {}
    open_class: str | None = None
    for info in reversed(classes):
        at = reader.at(info.scope)
        inherited = len(draft.exit_hooks)
        for decorator in info.node.decorators:
            for found in map(on_class, classified(decorator, at)):
                if found.kind not in (Kind.FLOW, Kind.STEP, Kind.STEP_MARK, Kind.ENGINE_ONLY):
                    open_class = open_class or f"`@{found.name}` may add members to the class `{info.name}`"
                if found.kind is not Kind.USER:
                    _apply(found, info, draft, seen, at)
        draft.exit_hooks[inherited:] = draft.exit_hooks[inherited:][::-1]  # applied, and called, from below
    return FlowMark(draft=draft, open_class=open_class)


def _apply(found: Found, info: ClassInfo, draft: FlowDraft, seen: dict[str, Label], reader: Reader) -> None:
    span = reader.span(found.written)
    if found.kind in (Kind.STEP, Kind.STEP_MARK):
        reader.report(
            error(
                "FLOW214",
                span,
                f"`@{found.name}` belongs on a step, not on the flow class `{info.name}`",
                label="a decorator of steps",
                help="move it above the `@step` of each step that needs it",
            )
        )
    elif found.kind is not Kind.FLOW:
        reader.report(unsupported(found, reader))
    else:
        entry = FLOW_DECORATORS[found.name]
        if found.name in seen and not entry.several:
            reader.report(
                error(
                    "FLOW204",
                    span,
                    f"flow `{info.name}` has `@{found.name}` twice",
                    label="second one",
                    help="put all its arguments into one",
                    related=(seen[found.name],),
                )
            )
        seen.setdefault(found.name, Label(span=span, text="first one"))
        entry.apply(
            draft, bind(found.node, owner=f"@{found.name}", names=entry.arguments, reader=found.reader)
        )
