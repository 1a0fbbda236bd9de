"""Parsers of Config files that are known by name: JSON, TOML, YAML, and Metaflow's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import libcst as cst

from flowc.frontend.decorators.kinds import binding_of
from flowc.frontend.reader import Reader
from flowc.frontend.scope import Function, ImportedModule, ImportedName


class BadConfigError(Exception):
    """A text is not what the parser reads; the message says where."""


def parse_json(text: str) -> object:
    """JSON. Raises BadConfigError."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as failure:
        at = f"line {failure.lineno}, column {failure.colno}"
        raise BadConfigError(f"not valid JSON (at {at})") from failure


def parse_yaml(text: str) -> object:
    """YAML, without tags that make objects. Raises BadConfigError."""
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as failure:
        raise BadConfigError(f"not valid YAML: {' '.join(str(failure).split())}") from failure


def parse_toml(text: str) -> object:
    """TOML. Raises BadConfigError."""
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except ValueError as failure:
        raise BadConfigError(f"not valid TOML: {failure}") from failure


Parse = Callable[[str], object]


def _requirements(text: str) -> object:
    from flowc.frontend.parameters.package_lists import requirements_txt

    return requirements_txt(text)


def _pyproject(text: str) -> object:
    from flowc.frontend.parameters.package_lists import pyproject_toml

    return pyproject_toml(text)


def _conda(text: str) -> object:
    from flowc.frontend.parameters.package_lists import conda_environment_yml

    return conda_environment_yml(text)


_KNOWN: Mapping[str, Parse] = {
    "json.loads": parse_json,
    "yaml.safe_load": parse_yaml,
    "yaml.full_load": parse_yaml,
    "tomllib.loads": parse_toml,
    "tomli.loads": parse_toml,
    "toml.loads": parse_toml,
    "metaflow.yaml_parser": parse_yaml,
    "metaflow.plugins.parsers.yaml_parser": parse_yaml,
    "metaflow.requirements_txt_parser": _requirements,
    "metaflow.pyproject_toml_parser": _pyproject,
    "metaflow.conda_environment_yml_parser": _conda,
}


def known_parser(node: cst.BaseExpression, reader: Reader) -> Parse | None:
    """The parser that an expression names; also a function or lambda that does nothing but call one."""
    text = reader.constant(node)
    if isinstance(text, str):
        return _KNOWN.get(f"metaflow{text}" if text.startswith(".") else text)
    name = reader.dsl(node)
    if name is not None:
        return _KNOWN.get(f"metaflow.{name}")
    if isinstance(node, cst.Lambda):
        return _wrapped(node.params, node.body, reader)
    binding = binding_of(node, reader.scope)
    if isinstance(binding, ImportedName):
        return _KNOWN.get(f"{binding.dotted}.{binding.name}")
    if isinstance(binding, Function):
        returned = _only_return(binding.node)
        return None if returned is None else _wrapped(binding.node.params, returned, reader.at(binding.scope))
    return _of_module(node, reader)


def _of_module(node: cst.BaseExpression, reader: Reader) -> Parse | None:
    """`yaml.safe_load`, under any alias of the module."""
    if not isinstance(node, cst.Attribute):
        return None
    module = binding_of(node.value, reader.scope)
    return _KNOWN.get(f"{module.dotted}.{node.attr.value}") if isinstance(module, ImportedModule) else None


def _only_return(function: cst.FunctionDef) -> cst.BaseExpression | None:
    """What a function returns when that is all it does, imports and a docstring apart."""
    statements: list[cst.CSTNode] = []
    for line in function.body.body:
        statements.extend(line.body if isinstance(line, cst.SimpleStatementLine) else [line])
    rest = [
        item
        for item in statements
        if not isinstance(item, cst.Import | cst.ImportFrom) and not _is_text(item)
    ]
    if len(rest) == 1 and isinstance(rest[0], cst.Return):
        return rest[0].value
    return None


def _is_text(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.Expr) and isinstance(statement.value, cst.BaseString)


def _wrapped(params: cst.Parameters, body: cst.BaseExpression, reader: Reader) -> Parse | None:
    """`text: parser(text)`."""
    match body:
        case cst.Call(func=func, args=[cst.Arg(value=cst.Name(value=passed), keyword=None, star="")]):
            if [parameter.name.value for parameter in params.params] == [passed]:
                return None if isinstance(func, cst.Lambda) else _direct(func, reader)
    return None


def _direct(func: cst.BaseExpression, reader: Reader) -> Parse | None:
    """A parser named in a wrapper's body; names imported inside the function are taken at their word."""
    found = _of_module(func, reader)
    if found is not None:
        return found
    binding = binding_of(func, reader.scope)
    if isinstance(binding, ImportedName):
        return _KNOWN.get(f"{binding.dotted}.{binding.name}")
    match func:
        case cst.Attribute(value=cst.Name(value=module), attr=cst.Name(value=name)):
            return _KNOWN.get(f"{module}.{name}")
    return None
