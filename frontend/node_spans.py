"""Where nodes of the standard library's tree stand."""

from __future__ import annotations

import ast

from flowc.diagnostics import Span
from flowc.frontend.source import Source


def node_span(source: Source, node: ast.stmt | ast.alias | ast.expr) -> Span:
    """Where a node of the standard library's tree stands."""
    lines = source.lines
    end_line, end_offset = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return Span(
        file=source.file,
        line=node.lineno,
        column=lines.column(node.lineno, node.col_offset),
        end_line=end_line,
        end_column=lines.column(end_line, end_offset),
    )
