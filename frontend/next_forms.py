"""The forms of `self.next(...)`: linear, split, foreach, num_parallel and switch."""

from __future__ import annotations

import libcst as cst

from flowc.diagnostics import error, warning
from flowc.frontend.reader import Reader
from flowc.frontend.switch_cases import read_cases
from flowc.ir.flow import Broken, Foreach, Gang, Linear, Split, StepId, Switch, Transition

KEYWORDS = ("foreach", "num_parallel", "condition")


def read_next(call: cst.Call, reader: Reader) -> Transition:
    """The transition that a call of `self.next` means; `Broken` after a finding when it means none."""
    starred = next((argument for argument in call.args if argument.star), None)
    if starred is not None:
        return refuse(
            reader,
            starred,
            "`self.next` names its steps one by one",
            label="cannot be unpacked here: the graph must be known without running the flow",
            help="write self.next(self.a, self.b), or use foreach for a list of unknown length",
            span_of=call,
        )
    keywords = [argument for argument in call.args if argument.keyword is not None]
    steps = [argument.value for argument in call.args if argument.keyword is None]
    return _unknown_keyword(call, keywords, reader) or _by_keyword(call, steps, keywords, reader)


def refuse(
    reader: Reader,
    node: cst.CSTNode,
    message: str,
    *,
    label: str,
    help: str,  # noqa: A002 - the name of the field
    span_of: cst.CSTNode,
) -> Broken:
    """Reports FLOW020 at `node`; the whole of `span_of` is the broken transition."""
    reader.report(error("FLOW020", reader.span(node), message, label=label, help=help))
    return Broken(span=reader.span(span_of))


def _unknown_keyword(call: cst.Call, keywords: list[cst.Arg], reader: Reader) -> Broken | None:
    for argument in keywords:
        name = argument.keyword.value if argument.keyword else ""
        if name not in KEYWORDS:
            from difflib import get_close_matches

            close = get_close_matches(name, KEYWORDS, n=1)
            return refuse(
                reader,
                argument.keyword or argument,
                f"`self.next` has no argument `{name}`",
                label="unknown argument",
                help=f"did you mean `{close[0]}`?"
                if close
                else "it takes foreach=, num_parallel= or condition=",
                span_of=call,
            )
    if len(keywords) > 1:
        return refuse(
            reader,
            keywords[1],
            "`self.next` takes only one of foreach=, num_parallel= and condition=",
            label="second one",
            help="put a step in between, so that each step makes one transition",
            span_of=call,
        )
    return None


def _by_keyword(
    call: cst.Call, steps: list[cst.BaseExpression], keywords: list[cst.Arg], reader: Reader
) -> Transition:
    keyword = keywords[0].keyword.value if keywords and keywords[0].keyword else None
    if keyword == "condition" or (len(steps) == 1 and isinstance(steps[0], cst.Dict)):
        return _switch(call, steps, keywords, reader)
    targets = [_target(step, call, reader) for step in steps]
    known = tuple(target for target in targets if target is not None)
    if len(known) < len(targets):
        return Broken(span=reader.span(call))
    if not known:
        return refuse(
            reader,
            call,
            "`self.next` names no step",
            label="goes nowhere",
            help="name the step that follows: self.next(self.train)",
            span_of=call,
        )
    if keyword is None:
        return _plain(known, call, reader)
    return _fanned(known, keywords[0], keyword, call, reader)


def _plain(targets: tuple[StepId, ...], call: cst.Call, reader: Reader) -> Transition:
    if len(targets) == 1:
        return Linear(target=targets[0], span=reader.span(call))
    return Split(targets=targets, span=reader.span(call))


def _fanned(
    targets: tuple[StepId, ...], argument: cst.Arg, keyword: str, call: cst.Call, reader: Reader
) -> Transition:
    if len(targets) > 1:
        return refuse(
            reader,
            call,
            f"`{keyword}` takes exactly one step, but `self.next` names {len(targets)}",
            label="more than one step",
            help="open the branches in the step that the foreach runs",
            span_of=call,
        )
    if keyword == "foreach":
        return _foreach(targets[0], argument.value, call, reader)
    return _gang(targets[0], argument.value, call, reader)


def _foreach(target: StepId, variable: cst.BaseExpression, call: cst.Call, reader: Reader) -> Transition:
    match variable:
        case cst.SimpleString() | cst.ConcatenatedString():
            text = variable.evaluated_value
            name = text if isinstance(text, str) else None
            return Foreach(target=target, variable=name, span=reader.span(call))
        case cst.Integer() | cst.Float() | cst.List() | cst.Tuple() | cst.Dict() | cst.Set():
            return refuse(
                reader,
                variable,
                "`foreach` takes the name of an artifact, in quotes",
                label="not a name",
                help="store the list first: self.items = [...], then foreach='items'",
                span_of=call,
            )
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
            reader.report(
                warning(
                    "FLOW020",
                    reader.span(variable),
                    "`foreach` takes the name of an artifact, not its value",
                    label="works only when this artifact holds the name of another",
                    help=f"write foreach='{name}'",
                )
            )
    return Foreach(target=target, variable=None, span=reader.span(call))


def _gang(target: StepId, size: cst.BaseExpression, call: cst.Call, reader: Reader) -> Transition:
    value = reader.constant(size)
    if isinstance(value, bool) or not isinstance(value, int):
        return Gang(target=target, size=None, span=reader.span(call))
    if value < 1:
        return refuse(
            reader,
            size,
            "`num_parallel` must be at least 1",
            label="no task would run",
            help="give the number of tasks that run side by side",
            span_of=call,
        )
    return Gang(target=target, size=value, span=reader.span(call))


def _target(step: cst.BaseExpression, call: cst.Call, reader: Reader) -> StepId | None:
    match step:
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
            return StepId(name)
    message, label, advice = _not_a_step(step)
    refuse(reader, step, message, label=label, help=advice, span_of=call)
    return None


def _not_a_step(step: cst.BaseExpression) -> tuple[str, str, str]:
    match step:
        case cst.SimpleString():
            name = step.evaluated_value
            return "`self.next` takes steps, not their names", "a string", f"write self.{name!s}"
        case cst.Call(func=cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name))):
            return (
                f"`self.next` calls step `{name}` here",
                "runs the step at once",
                f"write self.{name}, without ()",
            )
        case cst.Attribute(attr=cst.Name(value=name)):
            return "the steps that follow must be reached through `self`", "not `self`", f"write self.{name}"
        case cst.Name(value=name):
            return f"`{name}` is not a step of this flow", "a plain name", f"write self.{name}"
    return (
        "the steps that follow must be written as self.NAME",
        "cannot be known without running the flow",
        "name each step: self.next(self.a); to choose at run time use a switch with condition=",
    )


def _switch(
    call: cst.Call, steps: list[cst.BaseExpression], keywords: list[cst.Arg], reader: Reader
) -> Transition:
    if len(steps) != 1 or not isinstance(steps[0], cst.Dict):
        return refuse(
            reader,
            keywords[0],
            "`condition` goes with a dict of cases",
            label="no cases to choose from",
            help="write self.next({'x': self.a, 'y': self.b}, condition='choice')",
            span_of=call,
        )
    if not keywords or keywords[0].keyword is None or keywords[0].keyword.value != "condition":
        return refuse(
            reader,
            keywords[0] if keywords else steps[0],
            "a switch needs `condition`, the name of the artifact to choose by",
            label="cases without a condition",
            help="add condition='choice' and set self.choice before",
            span_of=call,
        )
    condition = _condition(keywords[0].value, call, reader)
    cases = read_cases(steps[0], call, reader)
    if isinstance(condition, Broken) or isinstance(cases, Broken):
        return Broken(span=reader.span(call))
    return Switch(condition=condition, cases=cases, span=reader.span(call))


def _condition(value: cst.BaseExpression, call: cst.Call, reader: Reader) -> str | Broken:
    if isinstance(value, cst.SimpleString | cst.ConcatenatedString):
        name = value.evaluated_value
        if isinstance(name, str) and name:
            return name
    advice = "write condition='choice' and set self.choice before"
    if isinstance(value, cst.Attribute) and isinstance(value.value, cst.Name):
        advice = f"write condition='{value.attr.value}'"
    return refuse(
        reader,
        value,
        "`condition` takes the name of an artifact, in quotes",
        label="not a name in quotes",
        help=advice,
        span_of=call,
    )
