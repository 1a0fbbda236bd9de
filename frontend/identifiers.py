"""Identifiers as Python knows them: it takes the compatible form (NFKC) of each in a source file."""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

import libcst as cst

_DOTTED = re.compile(r"[^\W\d][\w.]*")


def with_known_names(module: cst.Module, text: str) -> cst.Module:
    """The tree of `text` with every identifier as Python stores it: a full-width `x` is `x`.

    Strings are left alone, as Python leaves them.
    """
    if text.isascii() or is_normalized("NFKC", text):
        return module
    known = module.visit(_Names())
    assert isinstance(known, cst.Module)
    return known


def place_of_name(name: str, line: str, begin: int) -> tuple[int, int]:
    """Where a line has a (dotted) name from an offset on, however it is written: start and end, or -1."""
    if not line.isascii():
        for found in _DOTTED.finditer(line, begin):
            if normalize("NFKC", found.group()) == name:
                return found.span()
    start = line.find(name, begin)
    return start, start + len(name)


class _Names(cst.CSTTransformer):
    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:  # noqa: ARG002, N802 - of libcst
        """The name in its compatible form; the very same node where it has that form already."""
        known = normalize("NFKC", updated_node.value)
        return updated_node if known == updated_node.value else updated_node.with_changes(value=known)
