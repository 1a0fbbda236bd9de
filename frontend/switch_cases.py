"""The cases of a switch: `{key: self.step, ...}`."""

from __future__ import annotations

import libcst as cst

from flowc.diagnostics import error
from flowc.frontend.reader import Reader
from flowc.ir.flow import Broken, Case, StepId


def read_cases(cases: cst.Dict, call: cst.Call, reader: Reader) -> tuple[Case, ...] | Broken:
    """All cases in the order written; a key written twice counts once, as in any dict: the last one wins."""
    found: dict[str | int | float | bool, Case] = {}
    broken = not cases.elements
    if broken:
        _refuse(
            cases, reader, "this switch has no cases", "empty", "add a case for each value: {'x': self.a}"
        )
    for element in cases.elements:
        case = _case(element, reader)
        broken = broken or case is None
        if case is not None:
            found[case.key] = case
    return Broken(span=reader.span(call)) if broken else tuple(found.values())


def _case(element: cst.BaseDictElement, reader: Reader) -> Case | None:
    if not isinstance(element, cst.DictElement):
        _refuse(
            element,
            reader,
            "the cases of a switch are written one by one",
            "cannot be unpacked here",
            "write each case: 'value': self.step",
        )
        return None
    key = _key(element.key, reader)
    target = _target(element.value, reader)
    if key is None or target is None:
        return None
    value, config = key
    return Case(key=value, target=target, config=config, span=reader.span(element))


def _key(key: cst.BaseExpression, reader: Reader) -> tuple[str | int | float | bool, str | None] | None:
    match key:
        case (
            cst.SimpleString() | cst.ConcatenatedString() | cst.Integer() | cst.Float() | cst.UnaryOperation()
        ):
            value = reader.constant(key)
            if isinstance(value, str | int | float | bool):
                return value, None
        case cst.Name(value="True" | "False"):
            return key.value == "True", None
        case cst.Attribute():
            return _config_key(key, reader)
    _refuse(
        key,
        reader,
        "the keys of a switch must be plain values: text, numbers, True or False",
        "cannot be known without running the flow" if isinstance(key, cst.Name) else "not a plain value",
        "write the value itself, or read it from a Config: self.config.key",
    )
    return None


def _config_key(key: cst.Attribute, reader: Reader) -> tuple[str | int | float | bool, str] | None:
    path = _attribute_path(key)
    known = reader.config_value(path) if path is not None else None
    if path is None or known is None:
        _refuse(
            key,
            reader,
            "a key read through `self` must come from a Config of this flow",
            "not a Config",
            "write the value itself, or define config = Config('config', ...) on the flow",
        )
        return None
    if not isinstance(known.value, str | int | float | bool):
        _refuse(
            key,
            reader,
            f"the Config value `{'.'.join(path)}` cannot be the key of a switch",
            "neither text, a number, True nor False",
            "choose a Config entry that holds one plain value",
        )
        return None
    return known.value, ".".join(path)


def _attribute_path(key: cst.Attribute) -> tuple[str, ...] | None:
    """`self.config.key` gives `("config", "key")`; anything not under `self` gives None."""
    names: list[str] = []
    node: cst.BaseExpression = key
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name) and node.value == "self" and len(names) > 1:
        return tuple(reversed(names))
    return None


def _target(value: cst.BaseExpression, reader: Reader) -> StepId | None:
    match value:
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
            return StepId(name)
    _refuse(
        value,
        reader,
        "each case of a switch leads to a step",
        "not a step",
        "write self.NAME, without () or quotes",
    )
    return None


def _refuse(
    node: cst.CSTNode,
    reader: Reader,
    message: str,
    label: str,
    advice: str,
) -> None:
    reader.report(error("FLOW020", reader.span(node), message, label=label, help=advice))
