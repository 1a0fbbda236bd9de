"""Findings about settings of single steps, which one configuration may hold for several flows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from flowc.diagnostics import Finding, note, warning
from flowc.diagnostics.span import whole_file
from flowc.ir.flow import Flow

CODE = "FLOW324"


def named_step_findings(
    flow: Flow, setting: str, named: Iterable[str], fitting: Collection[str], what: str
) -> Iterator[Finding]:
    """Steps that a `setting` names and that are not `fitting`; `what` is what these are, such as `a foreach`.

    A step of the flow that does not fit, or a name like one that does, is most likely a mistake. Any other name may
    be of another flow that shares the configuration.
    """
    elsewhere = []
    steps = {str(step.id) for step in flow.steps}
    for name in dict.fromkeys(named):
        if name in fitting:
            continue
        close = None if name in steps else _closest(name, fitting)
        if name in steps or close is not None:
            yield _mistaken(flow, setting, name, what, close)
        else:
            elsewhere.append(f"`{name}`")
    if elsewhere:
        yield note(
            CODE,
            whole_file(flow.file),
            f"{setting} speaks of {', '.join(elsewhere)}, which this flow does not have",
            label="another flow may",
        )


def _mistaken(flow: Flow, setting: str, name: str, what: str, close: str | None) -> Finding:
    problem = f"step `{name}` is not {what}" if close is None else f"the flow has no step `{name}`"
    return warning(
        CODE,
        whole_file(flow.file),
        f"{setting} has no effect on `{name}`",
        label=problem,
        help=f"did you mean `{close}`?"
        if close
        else "remove it from flowc.toml, unless another flow needs it",
    )


def _closest(name: str, fitting: Collection[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(fitting), n=1, cutoff=0.8)), None)
