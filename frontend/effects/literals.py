"""Literal values, as `repr` text."""

from __future__ import annotations

import ast

import libcst as cst

_MAX_LENGTH = 200
_MAX_ELEMENTS = 32
_CONSTANTS = frozenset(("True", "False", "None"))


def scalar(node: cst.BaseExpression) -> str | None:
    """The `repr` of a literal string, number, bool or None."""
    match node:
        case cst.Name(value=value) if value in _CONSTANTS:
            return value
        case cst.Integer(value=value) | cst.Float(value=value):
            return repr(ast.literal_eval(value))
        case cst.SimpleString(value=value) if len(value) <= _MAX_LENGTH:
            return repr(ast.literal_eval(value))
        case cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer() | cst.Float() as number):
            text = scalar(number)
            return None if text is None else f"-{text}"
        case _:
            return None


def text_of(node: cst.BaseExpression) -> str | None:
    """The value of a literal string."""
    if isinstance(node, cst.SimpleString) and "b" not in node.prefix.lower():
        value = ast.literal_eval(node.value)
        return value if isinstance(value, str) else None
    return None


def texts_of(node: cst.BaseExpression) -> tuple[str, ...] | None:
    """The values of a literal list, tuple or set of strings."""
    if not isinstance(node, cst.List | cst.Tuple | cst.Set):
        return None
    texts = [text_of(element.value) for element in node.elements if isinstance(element, cst.Element)]
    if len(texts) != len(node.elements) or any(text is None for text in texts):
        return None
    return tuple(text for text in texts if text is not None)


def values_of(node: cst.BaseExpression) -> tuple[str, ...] | None:
    """The values that an expression of literals can take, containers included; None when not all are known."""
    if isinstance(node, cst.IfExp):
        one, other = _value(node.body), _value(node.orelse)
        return None if one is None or other is None else tuple(dict.fromkeys((one, other)))
    text = _value(node)
    return None if text is None else (text,)


def _value(node: cst.BaseExpression) -> str | None:
    match node:
        case cst.List(elements=elements):
            return _container("[", elements, "]")
        case cst.Tuple(elements=elements) if elements:
            return _container("(", elements, ",)" if len(elements) == 1 else ")")
        case cst.Tuple():
            return "()"
        case cst.Set(elements=elements):
            return _container("{", elements, "}")
        case cst.Dict(elements=elements):
            return _dict(elements)
        case cst.Call(func=cst.Name(value="list" | "tuple"), args=[cst.Arg(value=cst.Call() as inner)]):
            return _range(inner)
        case cst.Call():
            return _range(node)
        case _:
            return scalar(node)


def _container(opening: str, elements: object, closing: str) -> str | None:
    if not isinstance(elements, list | tuple) or len(elements) > _MAX_ELEMENTS:
        return None
    texts = [scalar(element.value) for element in elements if isinstance(element, cst.Element)]
    if len(texts) != len(elements) or any(text is None for text in texts):
        return None
    return opening + ", ".join(text for text in texts if text is not None) + closing


def _dict(elements: object) -> str | None:
    if not isinstance(elements, list | tuple) or len(elements) > _MAX_ELEMENTS:
        return None
    pairs: list[str] = []
    for element in elements:
        if not isinstance(element, cst.DictElement):
            return None
        key, value = scalar(element.key), scalar(element.value)
        if key is None or value is None:
            return None
        pairs.append(f"{key}: {value}")
    return "{" + ", ".join(pairs) + "}"


def _range(node: cst.Call) -> str | None:
    """`range` of literal numbers."""
    if not isinstance(node.func, cst.Name) or node.func.value != "range":
        return None
    bounds = [scalar(argument.value) for argument in node.args]
    if not bounds or any(bound is None or not bound.lstrip("-").isdigit() for bound in bounds):
        return None
    return "range(" + ", ".join(bound for bound in bounds if bound is not None) + ")"
