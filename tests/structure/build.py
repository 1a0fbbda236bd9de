"""Flows written as a table of edges, for tests of the IR alone."""

from __future__ import annotations

from flowc.diagnostics import Span
from flowc.ir.flow import (
    Broken,
    Case,
    End,
    Flow,
    Foreach,
    Gang,
    Linear,
    Split,
    Step,
    StepId,
    Switch,
    Transition,
)


def at(line: int) -> Span:
    """A span on a line of `flow.py`."""
    return Span(file="flow.py", line=line, column=1, end_line=line, end_column=2)


def flow_of(table: str) -> Flow:
    """A flow from lines such as `start: a b` (split), `a: * b` (foreach), `s: ? x y` (switch), `j+: end` (join).

    `n b` after a colon is a gang; nothing after it is an end.
    """
    steps = []
    for number, row in enumerate(line for line in table.splitlines() if line.strip()):
        name, _, rest = row.strip().partition(":")
        words = rest.split()
        steps.append(
            Step(
                id=StepId(name.rstrip("+")),
                doc="",
                arguments=2 if name.endswith("+") else 1,
                transition=_transition(words, number + 1),
                span=at(number + 1),
            )
        )
    return Flow(name="TestFlow", doc="", file="flow.py", steps=tuple(steps), span=at(1))


def _transition(words: list[str], line: int) -> Transition:
    span = at(line)
    match words:
        case []:
            return End(span=span)
        case ["!"]:
            return Broken(span=span)
        case ["*", target]:
            return Foreach(target=StepId(target), variable="items", span=span)
        case ["n", target]:
            return Gang(target=StepId(target), size=2, span=span)
        case ["?", *arms]:
            cases = tuple(Case(key=f"k{i}", target=StepId(arm), span=span) for i, arm in enumerate(arms))
            return Switch(condition="choice", cases=cases, span=span)
        case [target]:
            return Linear(target=StepId(target), span=span)
        case _:
            return Split(targets=tuple(StepId(word) for word in words), span=span)
