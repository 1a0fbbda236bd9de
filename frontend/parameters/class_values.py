"""The values that a flow class assigns to its names: Parameters, IncludeFiles, Configs, and constants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.class_attributes import Attribute
from flowc.frontend.decorators.kinds import binding_of
from flowc.frontend.evaluate import Known
from flowc.frontend.evaluate.values import Keyed
from flowc.frontend.parameters.config import ConfigSources, read_config
from flowc.frontend.parameters.include_file import read_include_file
from flowc.frontend.parameters.parameter import read_parameter
from flowc.frontend.reader import ConfigValues, Reader
from flowc.frontend.returned import returned
from flowc.frontend.scope import Assigned, Class, Function
from flowc.ir.flow import Config, Constant, IncludeFile, Parameter

_LEGACY = frozenset({"cmd", "foreach_stack", "index", "input", "script_name", "name"})
"""Names of FlowSpec itself, which Metaflow does not take for artifacts."""

DECLARED = frozenset({"Parameter", "IncludeFile", "Config"})
"""What declares something that a flow takes from outside."""

Declared: TypeAlias = Parameter | IncludeFile | Config
"""What a flow takes from outside."""


@record
class Call:
    """A call of `Parameter`, `IncludeFile` or `Config`. `where` reads it, with its variables."""

    kind: str
    node: cst.Call
    where: Reader

    def reader(self, reader: Reader) -> Reader:
        """What reads it and reports as `reader` does."""
        return reader.within(self.where.scope, self.where.variables, self.where.names)


def declaration(attribute: Attribute) -> Call | None:
    """The call that gives an attribute its value, also through names and small functions of the module."""
    expression, where = attribute.definition, Reader(attribute.owner.body)
    for _ in range(20):
        if isinstance(expression, cst.Call):
            kind = where.dsl(expression.func)
            if kind in DECLARED:
                return Call(kind=kind, node=expression, where=where)
            binding = binding_of(expression.func, where.scope)
            made = returned(expression, where, binding) if isinstance(binding, Function) else None
            if made is None:
                return None
            expression, where = made.expression, made.reader
            continue
        if isinstance(expression, cst.IfExp):
            test = where.evaluate(expression.test)
            if not isinstance(test, Known):
                return None
            expression = expression.body if test.value else expression.orelse
            continue
        if not isinstance(expression, cst.Name | cst.Attribute):
            return None
        binding = where.scope.denote(expression)
        if not isinstance(binding, Assigned) or binding.expr is expression:
            return None
        expression, where = binding.expr, where.at(binding.scope)
    return None


def read_configs(
    calls: Iterable[tuple[Attribute, Call]], reader: Reader, sources: ConfigSources
) -> tuple[tuple[Config, ...], ConfigValues]:
    """All Configs, and their values for decorators and defaults; those that failed are known to have."""
    configs: list[Config] = []
    values: dict[str, object] = {}
    by_name: dict[str, object] = {}
    failed: set[str] = set()
    for attribute, call in calls:
        config, good = read_config(attribute.name, call.node, call.reader(reader), sources)
        configs.append(config)
        if good:
            values[attribute.name] = by_name[config.name] = Keyed.wrap(config.value)
        else:
            failed |= {attribute.name, config.name}
    return tuple(configs), ConfigValues(by_attribute=values, by_name=by_name, failed=frozenset(failed))


def read_declared(
    attribute: Attribute, call: Call, reader: Reader, sources: ConfigSources
) -> Parameter | IncludeFile:
    """A Parameter or an IncludeFile."""
    at = call.reader(reader)
    if call.kind == "Parameter":
        return read_parameter(attribute.name, call.node, at)
    return read_include_file(
        attribute.name, call.node, at, lambda path: sources.files.is_file(sources.root / path)
    )


def constant(attribute: Attribute, reader: Reader) -> Constant | None:
    """The constant that Metaflow makes of a public name of the class; None for functions, types and `_names`."""
    definition = attribute.definition
    if attribute.name.startswith("_") or attribute.name in _LEGACY:
        return None
    if isinstance(definition, cst.FunctionDef | cst.ClassDef | cst.Lambda):
        return None
    if isinstance(attribute.node, cst.ImportAlias):
        return None  # a function, a class, or a module that could not be stored anyway
    if isinstance(definition, cst.Name | cst.Attribute) and isinstance(
        binding_of(definition, attribute.owner.body), Function | Class
    ):
        return None
    match definition:
        case cst.Call(func=cst.Name(value="staticmethod" | "classmethod" | "property")):
            return None
    return Constant(name=attribute.name, span=reader.at(attribute.owner.body).span(attribute.node))
