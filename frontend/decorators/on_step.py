"""The decorators of a method: whether it is a step, and its settings."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from flowc.diagnostics import Label, error
from flowc.diagnostics.record import record
from flowc.frontend.arguments import bind
from flowc.frontend.decorators.composed import classified
from flowc.frontend.decorators.draft import PackagesByManager, StepDraft
from flowc.frontend.decorators.kinds import Found, Kind
from flowc.frontend.decorators.packages import settled
from flowc.frontend.decorators.resources import combine
from flowc.frontend.decorators.table import STEP_DECORATORS
from flowc.frontend.decorators.unsupported import unsupported
from flowc.frontend.reader import Reader
from flowc.ir.settings import Settings, UserDecorator

STEP_ARGUMENTS = ("start", "end", "node_info")


@record
class StepMark:
    """What `@step` and the other decorators of a step say."""

    start: bool
    end: bool
    settings: Settings


def read_step(method: cst.FunctionDef, reader: Reader, base: PackagesByManager) -> StepMark | None:
    """The mark and settings of a step; None for any other method (with FLOW214 when it has settings).

    `base` is what the flow says of packages.
    """
    found = [item for decorator in method.decorators for item in classified(decorator, reader)]
    marks = [position for position, item in enumerate(found) if item.kind is Kind.STEP_MARK]
    # Code that applies decorators may well apply `@step`: it is said that flowc does not follow it, no more.
    marks = marks or [position for position, item in enumerate(found) if item.kind is Kind.WRAPPER]
    name = method.name.value
    if not marks:
        for item in found:
            if item.kind is Kind.STEP:
                _not_a_step(item, name, reader)
        return None
    if found[marks[0]].kind is Kind.WRAPPER:
        return StepMark(start=False, end=False, settings=_settings(found, name, base, reader))
    _check_places(found, marks[0], name, reader)
    _check_duplicates([item for item in found if item.kind is Kind.STEP], name, reader)
    mark = bind(found[marks[0]].node, owner="@step", names=STEP_ARGUMENTS, reader=found[marks[0]].reader)
    settings = _settings(found, name, base, reader)
    return StepMark(start=mark.flag("start"), end=mark.flag("end"), settings=settings)


def _drafted(found: Sequence[Found], reader: Reader) -> StepDraft:
    draft = StepDraft()
    for item in found:
        if item.kind is Kind.STEP:
            entry = STEP_DECORATORS[item.name]
            arguments = bind(item.node, owner=f"@{item.name}", names=entry.arguments, reader=item.reader)
            entry.apply(draft, arguments)
        elif item.kind is Kind.USER:
            draft.user_decorators.append(UserDecorator(name=item.name, span=reader.span(item.written)))
        elif item.kind in (Kind.MUTATOR, Kind.WRAPPER, Kind.EXTENSION, Kind.ENGINE_ONLY):
            reader.report(unsupported(item, reader))
            # What it may do to artifacts is not known either.
            draft.user_decorators.append(UserDecorator(name=item.name, span=reader.span(item.written)))
    return draft


def _settings(found: Sequence[Found], step: str, base: PackagesByManager, reader: Reader) -> Settings:
    draft = _drafted(found, reader)
    packages, findings = settled(draft.packages, base, f"step `{step}`")
    reader.report(*findings)
    return Settings(
        resources=combine(draft.asked),
        retry=draft.retry,
        timeout=draft.timeout,
        catch=draft.catch,
        kubernetes=draft.kubernetes,
        batch=draft.batch,
        environment=draft.environment,
        secrets=draft.secrets,
        packages=packages,
        cards=tuple(draft.cards),
        parallel=draft.parallel,
        user_decorators=tuple(draft.user_decorators),
    )


def _check_places(found: Sequence[Found], mark: int, step: str, reader: Reader) -> None:
    for position, item in enumerate(found):
        if item.kind is Kind.FLOW:
            reader.report(
                error(
                    "FLOW214",
                    reader.span(item.written),
                    f"`@{item.name}` belongs on the flow class, not on step `{step}`",
                    label="a decorator of flows",
                    help="move it above the line of the class",
                )
            )
        elif item.kind is Kind.STEP and position > mark:
            reader.report(
                error(
                    "FLOW214",
                    reader.span(item.written),
                    f"`@{item.name}` of step `{step}` stands below `@step`",
                    label="must be above `@step`",
                    help="put `@step` directly above the `def`",
                    related=(Label(span=reader.span(found[mark].written), text="`@step` is here"),),
                )
            )


def _check_duplicates(found: Sequence[Found], step: str, reader: Reader) -> None:
    first: dict[str, Found] = {}
    for item in found:
        if item.name in first and not STEP_DECORATORS[item.name].several:
            reader.report(
                error(
                    "FLOW204",
                    reader.span(item.written),
                    f"step `{step}` has `@{item.name}` twice",
                    label="second one",
                    help="put all its arguments into one",
                    related=(Label(span=reader.span(first[item.name].written), text="first one"),),
                )
            )
        first.setdefault(item.name, item)


def _not_a_step(item: Found, method: str, reader: Reader) -> None:
    reader.report(
        error(
            "FLOW214",
            reader.span(item.written),
            f"`@{item.name}` is on `{method}`, which is not a step",
            label="a decorator of steps",
            help=f"add `@step` directly above `def {method}`",
        )
    )
