"""The values that a flow class assigns to its names: Parameters, IncludeFiles, Configs, and constants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import libcst as cst

from flowc.diagnostics.record import record
from flowc.frontend.class_attributes import Attribute
from flowc.frontend.decorators.kinds import binding_of
from flowc.frontend.evaluate.values import Keyed
from flowc.frontend.parameters.config import ConfigSources, read_config
from flowc.frontend.parameters.include_file import read_include_file
from flowc.frontend.parameters.parameter import read_parameter
from flowc.frontend.reader import ConfigValues, Reader
from flowc.frontend.scope import Assigned, Class, Function, Scope
from flowc.ir.flow import Config, Constant, IncludeFile, Parameter

_LEGACY = frozenset({"cmd", "foreach_stack", "index", "input", "script_name", "name"})
"""Names of FlowSpec itself, which Metaflow does not take for artifacts."""

Declared: TypeAlias = Parameter | IncludeFile | Config
"""What a flow takes from outside."""


@record
class Call:
    """A call of `Parameter`, `IncludeFile` or `Config`, and the scope that it stands in."""

    kind: str
    node: cst.Call
    scope: Scope


def declaration(attribute: Attribute) -> Call | None:
    """The call that gives an attribute its value, also through names of the module."""
    expression, scope = attribute.definition, attribute.owner.body
    for _ in range(20):
        if isinstance(expression, cst.Call):
            kind = Reader(scope).dsl(expression.func)
            if kind in ("Parameter", "IncludeFile", "Config"):
                return Call(kind=kind, node=expression, scope=scope)
            return None
        if not isinstance(expression, cst.Name):
            return None
        binding = scope.lookup(expression.value)
        if not isinstance(binding, Assigned) or binding.expr is expression:
            return None
        expression, scope = binding.expr, binding.scope
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
        config, good = read_config(attribute.name, call.node, reader.at(call.scope), sources)
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
    at = reader.at(call.scope)
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
