"""What is wrong with the text of an expression of Argo's."""

from __future__ import annotations

MAX_NESTING = 50
"""Of parentheses: more than anybody writes, and less than readers that recurse can take."""


class BadText(Exception):  # noqa: N818 - it names what is bad
    """The text is not what it should be; `problem` says why, `piece` is what to point at."""

    def __init__(self, problem: str, piece: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.piece = piece
