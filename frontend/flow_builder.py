"""From a flow class to a `Flow`."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from flowc.diagnostics import Finding
from flowc.frontend.class_attributes import Attribute, attributes
from flowc.frontend.classes import ClassInfo, Mro, mro
from flowc.frontend.decorators.on_flow import read_flow
from flowc.frontend.doubts import doubtful
from flowc.frontend.modules import Modules
from flowc.frontend.parameters.class_values import Call, constant, declaration, read_configs, read_declared
from flowc.frontend.parameters.config import ConfigSources
from flowc.frontend.reader import Reader
from flowc.frontend.steps import docstring, read_method
from flowc.ir.flow import Constant, Flow, IncludeFile, Parameter, Step
from flowc.ir.settings import Packages


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
    contents = _read(named, declared, order, reader, sources, mark.draft.packages)
    flow = Flow(
        name=info.name,
        doc=docstring(info.node),
        file=info.source.file,
        parameters=tuple(contents.parameters),
        include_files=tuple(contents.include_files),
        configs=configs,
        constants=tuple(contents.constants),
        members=tuple(contents.members),
        open_class=order.open or mark.open_class,
        steps=tuple(contents.steps),
        schedule=mark.draft.schedule,
        trigger=mark.draft.trigger,
        trigger_on_finish=mark.draft.trigger_on_finish,
        project=mark.draft.project,
        exit_hooks=tuple(mark.draft.exit_hooks),
        packages=mark.draft.packages,
        span=info.source.span(info.node.name),
    )
    return flow, tuple(reader.findings)


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
    base: Packages | None,
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
    attribute: Attribute, order: Mro, reader: Reader, base: Packages | None, contents: _Contents
) -> None:
    if isinstance(attribute.definition, cst.FunctionDef):
        step = read_method(attribute, order, reader, base)
        if step is not None:
            reader.report(*doubtful(attribute, reader))
            contents.steps.append(step)
            return
    kept = constant(attribute, reader)
    if kept is not None:
        contents.constants.append(kept)
    else:
        contents.members.append(attribute.name)
