"""Where the nodes of a concrete tree stand.

libcst can compute positions only by writing the whole file out again, which takes twice as long as parsing
it. The tree of `ast`, which `parse_guard` has anyway, carries positions from the parser; so both trees are
walked side by side (`flowc.frontend.alignment`) and each concrete node takes the position of its partner. Two
things need care: positions inside f-strings are wrong before Python 3.12, so their expressions are parsed
again, on demand; and names that `ast` keeps as bare text (of attributes, functions, keywords, imports) are
placed relative to the node that holds them.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

import libcst as cst

from flowc.frontend.alignment import Pairs, align
from flowc.frontend.lines import Lines
from flowc.frontend.placement import PLACES

Position: TypeAlias = tuple[int, int, int, int]
"""Line, column, end line, end column; from 1, in characters, the end exclusive."""


class Frame(NamedTuple):
    """A text that was parsed apart, and where in the file it begins: line and column of its first character."""

    lines: Lines
    line: int
    column: int

    def place(self, line: int, column: int) -> tuple[int, int]:
        """A place of this text as a place of the file."""
        if line == 1:
            return self.line, self.column + column - 1
        return self.line + line - 1, column


class Positions:
    """The positions of all nodes of one file."""

    def __init__(self, lines: Lines, tree: ast.Module, module: cst.Module) -> None:
        self._module = module
        self._whole = Frame(lines, 1, 1)
        self._pairs = Pairs()
        self._frames: dict[cst.CSTNode, Frame] = {}
        self._parents: dict[cst.CSTNode, cst.CSTNode] | None = None
        align(module, tree, self._pairs)

    def of(self, node: cst.CSTNode) -> Position:
        """The position of a node of the tree; KeyError for a node of another tree.

        Punctuation and whitespace have no position of their own and get that of the node around them.
        """
        if node not in self._pairs.partner:
            self._enter_strings()
        while node not in self._pairs.partner:
            node = self._parent(node)
        return self._position(node)

    def _position(self, node: cst.CSTNode) -> Position:
        partner = self._pairs.partner[node]
        frame = self._frames.get(node, self._whole)
        if isinstance(partner, ast.Module):
            last = len(frame.lines)
            return 1, 1, last, len(frame.lines.text(last)) + 1
        place = PLACES.get(self._pairs.kinds.get(node, ""))
        if place is not None:
            line, column, end_line, end_column = place(node, partner, frame.lines)
        else:
            line, end_line = partner.lineno, partner.end_lineno
            column = frame.lines.column(line, partner.col_offset)
            end_column = frame.lines.column(end_line, partner.end_col_offset)
        return (*frame.place(line, column), *frame.place(end_line, end_column))

    def _parent(self, node: cst.CSTNode) -> cst.CSTNode:
        if self._parents is None:
            self._parents = _parents(self._module)
        return self._parents[node]

    def _enter_strings(self) -> None:
        """Place what stands inside f-strings, which may hold further f-strings."""
        while self._pairs.strings:
            string = self._pairs.strings.pop()
            line, column, _, _ = self._position(string)
            self._enter(string, self._whole.lines.offset(line, column))

    def _enter(self, string: cst.CSTNode, at: int) -> None:
        """Place the expressions of a string that begins (its own parentheses left out) at an offset of the text."""
        while isinstance(string, cst.ConcatenatedString):
            self._enter_literal(string.left, at)
            at = self._whole.lines.next_token(self._after(string.left, at))
            string = string.right
        self._enter_literal(string, at)

    def _enter_literal(self, string: cst.CSTNode, at: int) -> None:
        if isinstance(string, cst.FormattedString):
            self._enter_parts(string.parts, at + len(string.start))

    def _enter_parts(self, parts: Sequence[cst.BaseFormattedStringContent], at: int) -> None:
        for part in parts:
            if isinstance(part, cst.FormattedStringExpression):
                self._enter_expression(part, at)
            at = self._after(part, at)

    def _enter_expression(self, part: cst.FormattedStringExpression, at: int) -> None:
        start = self._after(part.whitespace_before_expression, at + len("{"))
        end = self._after(part.expression, start)
        self._align_apart(part.expression, start, end)
        if part.format_spec:
            colon = self._whole.lines.joined.find(":", end)
            if colon >= 0:  # a name that is not as it is written may be longer than what stands there
                self._enter_parts(part.format_spec, colon + 1)

    def _align_apart(self, expression: cst.BaseExpression, start: int, end: int) -> None:
        """Parse the expression between two offsets by itself, and align it."""
        text = f"({self._whole.lines.joined[start:end]}\n)"
        try:
            tree = ast.parse(text, mode="eval").body
        except (SyntaxError, ValueError):
            return
        count = len(self._pairs.partner)
        align(expression, tree, self._pairs)
        line, column = self._whole.lines.place(start)
        frame = Frame(Lines(text), line, column - 1)
        for node in islice(reversed(self._pairs.partner), len(self._pairs.partner) - count):
            self._frames[node] = frame

    def _after(self, node: cst.CSTNode, at: int) -> int:
        """The offset at which a node that begins at `at` ends."""
        return self._whole.lines.after(self._module.code_for_node(node), at)


def _parents(module: cst.Module) -> dict[cst.CSTNode, cst.CSTNode]:
    found: dict[cst.CSTNode, cst.CSTNode] = {}
    rest: list[cst.CSTNode] = [module]
    while rest:
        node = rest.pop()
        for child in node.children:
            found[child] = node
            rest.append(child)
    return found
