"""The text of a manifest, to point at a part of a scalar."""

from __future__ import annotations

from flowc.backends.argo.lint.tree import Text
from flowc.diagnostics import Span


class Source:
    """The lines of one file and the name it has in findings."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.text = text
        self.lines = text.split("\n")

    def span_in(self, node: Text, piece: str) -> Span:
        """Where `piece` of the scalar stands: exact when it is written there letter for letter, on one line."""
        first, last = node.span.line, node.span.end_line
        for number in range(first, min(last, len(self.lines)) + 1):
            line = self.lines[number - 1]
            begin = node.span.column - 1 if number == first else 0
            column = line.find(piece, begin)
            if column >= 0 and "\n" not in piece:
                return Span(
                    file=self.name,
                    line=number,
                    column=column + 1,
                    end_line=number,
                    end_column=column + 1 + len(piece),
                )
        return node.span
