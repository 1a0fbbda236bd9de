"""From the last statement of a step to its transition.

As in Metaflow only the last statement counts, and it must be a call of `self.next`, with the name `self`. Every
other form gets a finding of its own: FLOW019 when the transition is not where it must be, FLOW020 when it is not
understood, FLOW038 when there are more of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from flowc.diagnostics import Finding, error, warning
from flowc.frontend.generators import first_yield
from flowc.frontend.next_calls import NextCall, last_statement, next_call, next_calls
from flowc.frontend.next_forms import read_next
from flowc.frontend.reader import Reader
from flowc.ir.flow import Broken, End, Transition


def read_transition(method: cst.FunctionDef, reader: Reader, *, ends: bool) -> Transition:
    """The transition of a step; `ends` says that the step is known to end the flow."""
    reader.report(*_never_runs(method, reader))
    statement = last_statement(method)
    call = next_call(statement, "self")
    others = [found for found in next_calls(method, _receivers(method)) if found.call is not call]
    if call is not None:
        reader.report(*_extra(call, others, reader))
        return read_next(call, reader)
    if ends:
        reader.report(*_extra(None, others, reader))
    elif others:
        reader.report(_misplaced(method, statement, others[-1], reader))
        return Broken(span=reader.span(others[-1].call))
    return End(span=reader.span(method.name))


def _never_runs(method: cst.FunctionDef, reader: Reader) -> Iterator[Finding]:
    """Bodies that a call does not start."""
    name = method.name.value
    if method.asynchronous is not None:
        yield error(
            "FLOW019",
            reader.span(method.name),
            f"step `{name}` is `async`, so that calling it runs nothing, its transition included",
            label="a coroutine that nobody awaits",
            help="write it as a plain `def`, with `asyncio.run(...)` inside",
        )
    elif (found := first_yield(method)) is not None:
        yield error(
            "FLOW019",
            reader.span(found),
            f"step `{name}` yields, so that calling it runs nothing, its transition included",
            label="this makes the step a generator, which nobody iterates over",
            help="put what yields into a function of its own, and iterate over it in the step",
        )


def _receivers(method: cst.FunctionDef) -> frozenset[str]:
    """`self`, and whatever the method calls its first argument."""
    parameters = [*method.params.posonly_params, *method.params.params]
    return frozenset({"self", *(parameter.name.value for parameter in parameters[:1])})


def _extra(call: cst.Call | None, others: Iterable[NextCall], reader: Reader) -> Iterable[Finding]:
    for other in others:
        if call is not None and other.leaves and other.receiver == "self" and _same(call, other.call, reader):
            continue  # an early way out to the same place works
        report = warning if other.conditional else error
        yield report(
            "FLOW038",
            reader.span(other.call),
            "a step can call `self.next` only once, as its last statement",
            label="reached as well" if call is not None else "this step ends the flow",
            help="to go to different steps, end with one switch: "
            "self.next({'x': self.a, 'y': self.b}, condition='choice')",
            notes=(
                "the run fails when both calls are reached, or when this one names other steps than the last",
            ),
        )


def _same(one: cst.Call, other: cst.Call, reader: Reader) -> bool:
    """Whether two calls are written alike, white space apart."""
    return "".join(reader.text(one).split()) == "".join(reader.text(other).split())


def _misplaced(method: cst.FunctionDef, last: cst.CSTNode, found: NextCall, reader: Reader) -> Finding:
    span = reader.span(found.call)
    step = method.name.value
    if found.receiver != "self":
        return error(
            "FLOW019",
            span,
            f"step `{step}` calls `{found.receiver}.next`, which does not count as its transition",
            label="the receiver must be named `self`",
            help=f"name the first argument of `{step}` `self`",
        )
    if found.returned and not found.conditional:
        return error(
            "FLOW019",
            span,
            f"step `{step}` returns its transition",
            label="must be a statement of its own",
            help="drop the `return`",
        )
    if found.conditional:
        return error(
            "FLOW019",
            span,
            f"the transition of step `{step}` is inside another statement",
            label="only the last statement of the step itself counts",
            help="store the choice in an artifact and end the step with "
            "self.next({'x': self.a, 'y': self.b}, condition='choice')",
        )
    return error(
        "FLOW019",
        reader.span(last),
        f"step `{step}` goes on after its transition",
        label="`self.next` must be the last statement; this comes after it",
        help="move `self.next(...)` to the end of the step",
    )
