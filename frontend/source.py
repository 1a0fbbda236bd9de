"""One source file: its text, its tree, and where in the text each node of the tree stands."""

from __future__ import annotations

import ast
from functools import cached_property
from pathlib import Path

import libcst as cst

from flowc.diagnostics import Span
from flowc.frontend.identifiers import with_known_names
from flowc.frontend.lines import Lines
from flowc.frontend.positions import Positions
from flowc.frontend.suppressions import Suppression, find_suppressions


class Source:
    """A parsed file.

    `file` is its POSIX path relative to the folder of the flow file (the name that spans carry), `path` its
    absolute path, `name` the dotted name that it is imported by, `tree` the standard library's tree of the
    same text. `is_entry`: it is the flow file itself, run as a script. `is_package`: it is the `__init__.py`
    of a package. Made by `flowc.frontend.modules.Modules`, after `parse_guard` has let the text through.
    """

    def __init__(
        self, *, file: str, path: Path, name: str, text: str, tree: ast.Module, is_entry: bool = False
    ) -> None:
        self.file = file
        self.path = path
        self.name = name
        self.text = text
        self.tree = tree
        self.is_entry = is_entry
        self.is_package = path.name == "__init__.py" and not is_entry

    @cached_property
    def module(self) -> cst.Module:
        """The concrete tree, parsed when first asked for; identifiers are as Python stores them, however they are
        written. Raises `libcst.ParserSyntaxError`.
        """
        return with_known_names(cst.parse_module(self.text), self.text)

    def parse(self) -> None:
        """Make sure that `module` is there. Raises like it."""
        _ = self.module

    @cached_property
    def positions(self) -> Positions:
        """The positions of all nodes of the tree, computed when first asked for."""
        return Positions(self.lines, self.tree, self.module)

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node of this file's tree stands, parentheses around it left out; columns count characters,
        from 1.

        Works for expressions, statements, arguments, decorators, parameters, names of functions, classes,
        keywords and attributes, dict and list elements, import names. A function or class spans from `def` to
        the end of its body; take its `.name` to point at the header.
        """
        line, column, end_line, end_column = self.positions.of(node)
        return Span(file=self.file, line=line, column=column, end_line=end_line, end_column=end_column)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The `# flowc: ignore[...]` comments of the file, in order."""
        return find_suppressions(self.file, self.text, is_shared=not self.is_entry)

    def code(self, node: cst.CSTNode) -> str:
        """The text of a node, as written."""
        return self.module.code_for_node(node)
