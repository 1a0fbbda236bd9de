"""Literals of text: plain, adjacent, formatted."""

from __future__ import annotations

import ast
import re

import libcst as cst

from flowc.frontend.evaluate.evaluator import Evaluator
from flowc.frontend.evaluate.limits import MAX_TEXT
from flowc.frontend.evaluate.rooted import is_marked
from flowc.frontend.evaluate.stop import CannotKnow
from flowc.frontend.evaluate.texts import as_text, converted, formatted


def simple(at: Evaluator, node: cst.SimpleString) -> object:
    """`"text"`."""
    if "b" in node.prefix.lower():
        raise at.stop("it is a value of type `bytes`", node)
    text = _newlines(str(ast.literal_eval(_newlines(node.value))))
    if is_marked(text):
        raise at.stop("it has characters that stand for nothing", node)
    return text


def concatenated(at: Evaluator, node: cst.ConcatenatedString) -> object:
    """`"a" "b" f"{c}"`: nested to the right, and gone through in a loop."""
    parts: list[str] = []
    current: cst.BaseString = node
    while isinstance(current, cst.ConcatenatedString):
        parts.append(as_text(at.value(current.left)))
        current = current.right
    parts.append(as_text(at.value(current)))
    return at.checked("".join(parts))


def interpolated(at: Evaluator, node: cst.FormattedString) -> object:
    """`f"{value!r:>{width}}"`."""
    is_raw = "r" in node.prefix.lower()
    return at.checked(_parts(at, tuple(node.parts), is_raw))


def _parts(at: Evaluator, parts: tuple[cst.BaseFormattedStringContent, ...], is_raw: bool) -> str:
    texts: list[str] = []
    for part in parts:
        if isinstance(part, cst.FormattedStringText):
            texts.append(_literal(part.value, is_raw))
        elif isinstance(part, cst.FormattedStringExpression):
            texts.append(_expression(at, part, is_raw))
        if sum(map(len, texts)) > MAX_TEXT:
            raise CannotKnow("its text is longer than a million characters")
    return "".join(texts)


def _expression(at: Evaluator, part: cst.FormattedStringExpression, is_raw: bool) -> str:
    if part.equal is not None:
        raise at.stop("an f-string shows the text of an expression (`=`)", part.expression)
    value = at.value(part.expression)
    spec = _parts(at, tuple(part.format_spec), is_raw) if part.format_spec else ""
    try:
        return formatted(converted(value, part.conversion), spec)
    except CannotKnow as stop:
        if stop.node is None:
            stop.node, stop.scope = part.expression, at.scope
        raise


_ESCAPE = re.compile(r'(\\.)|"', re.DOTALL)


def _literal(text: str, is_raw: bool) -> str:
    """The text between the braces of an f-string, as written, to what it means."""
    text = _newlines(text).replace("{{", "{").replace("}}", "}")
    if is_raw or "\\" not in text:
        return text
    quoted = _ESCAPE.sub(lambda match: match.group(1) or '\\"', text)
    return str(ast.literal_eval(f'"""{quoted}"""'))


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
