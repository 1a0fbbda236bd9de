"""From a flow class to a `Flow`."""

from __future__ import annotations

from collections.abc import Iterable

from flowc.diagnostics import Finding
from flowc.frontend.class_attributes import Attribute, attributes
from flowc.frontend.classes import ClassInfo, Mro, mro
from flowc.frontend.decorators.draft import PackagesByManager
from flowc.frontend.decorators.on_flow import read_flow
from flowc.frontend.decorators.packages import settled
from flowc.frontend.doubts import doubtful
from flowc.frontend.late_members import LateMembers
from flowc.frontend.modules import Modules
from flowc.frontend.parameters.class_values import Call, constant, declaration, read_configs, read_declared
from flowc.frontend.parameters.config import ConfigSources
from flowc.frontend.parameters.hidden import hidden
from flowc.frontend.parameters.unread import unread
from flowc.frontend.reader import Reader
from flowc.frontend.steps import docstring, read_method
from flowc.ir.flow import Constant, Flow, IncludeFile, Parameter, Step


class _Contents:
    """What the attributes of a class turn out to be."""

    def __init__(self) -> None:
        self.parameters: list[Parameter] = []
        self.include_files: list[IncludeFile] = []
        self.constants: list[Constant] = []
        self.steps: list[Step] = []
        self.members: list[str] = []


def build_flow(info: ClassInfo, modules: Modules, sources: ConfigSources) -> tuple[Flow, tuple[Finding, ...]]:
    """The flow that a class describes, and all that is wrong with it."""
    order = mro(info, modules)
    reader = Reader(info.body)
    reader.report(*order.findings)
    named = attributes(order.classes)
    declared = {item.name: call for item in named if (call := declaration(item)) is not None}
    configs, values = read_configs(_of_kind(named, declared, "Config"), reader, sources)
    reader = Reader(info.body, reader.findings, values)
    mark = read_flow(order.classes, reader)
    packages, findings = settled(mark.draft.packages, {}, f"flow `{info.name}`")
    reader.report(*findings)
    contents = _read(named, declared, order, reader, sources, mark.draft.packages)
    _report_unseen(order, frozenset((*declared, *(step.id for step in contents.steps))), reader, contents)
    flow = Flow(
        name=info.name,
        doc=docstring(info.node),
        file=info.source.file,
        parameters=tuple(contents.parameters),
        include_files=tuple(contents.include_files),
        configs=configs,
        constants=tuple(contents.constants),
        members=tuple(contents.members),
        open_class=order.open or mark.open_class or _answers_for_others(named),
        steps=tuple(contents.steps),
        schedule=mark.draft.schedule,
        trigger=mark.draft.trigger,
        trigger_on_finish=mark.draft.trigger_on_finish,
        project=mark.draft.project,
        exit_hooks=tuple(mark.draft.exit_hooks),
        packages=packages,
        span=info.source.span(info.node.name),
    )
    return flow, tuple(reader.findings)


def _report_unseen(order: Mro, taken: frozenset[str], reader: Reader, contents: _Contents) -> None:
    """What the flow has for Metaflow, which runs its modules, but not for a reader of its classes."""
    reader.report(*order.unseen)
    for owner in order.classes:
        reader.report(*unread(owner))
    late = LateMembers(order.classes, taken)
    reader.report(*late.findings)
    contents.members.extend(name for name in late.members if name not in contents.members)


def _answers_for_others(named: Iterable[Attribute]) -> str | None:
    """Why attributes may have values that nobody set."""
    hooks = sorted({"__getattr__", "__getattribute__"} & {item.name for item in named})
    return f"`{hooks[0]}` answers for attributes that nobody set" if hooks else None


def _of_kind(
    named: Iterable[Attribute], declared: dict[str, Call], kind: str
) -> Iterable[tuple[Attribute, Call]]:
    found = ((item, declared.get(item.name)) for item in named)
    return ((item, call) for item, call in found if call is not None and call.kind == kind)


def _read(
    named: Iterable[Attribute],
    declared: dict[str, Call],
    order: Mro,
    reader: Reader,
    sources: ConfigSources,
    base: PackagesByManager,
) -> _Contents:
    contents = _Contents()
    for attribute in named:
        call = declared.get(attribute.name)
        if call is not None:
            reader.report(*doubtful(attribute, reader))
        if call is None or attribute.name.startswith("_"):
            _read_other(attribute, order, reader, base, contents)
        elif call.kind != "Config":
            found = read_declared(attribute, call, reader, sources)
            if isinstance(found, Parameter):
                contents.parameters.append(found)
            else:
                contents.include_files.append(found)
    return contents


def _read_other(
    attribute: Attribute, order: Mro, reader: Reader, base: PackagesByManager, contents: _Contents
) -> None:
    step = read_method(attribute, order, reader, base)
    if step is not None:
        reader.report(*doubtful(attribute, reader))
        contents.steps.append(step)
        return
    finding = hidden(attribute, reader)
    if finding is not None:
        reader.report(finding)
    kept = constant(attribute, reader)
    if kept is not None:
        contents.constants.append(kept)
    else:
        contents.members.append(attribute.name)
