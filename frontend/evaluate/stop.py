"""How an evaluation ends early."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope


class CannotKnow(Exception):  # noqa: N818 - it reports no error, only the end of what can be told
    """The value cannot be told from the source: why, and which part of it is in the way.

    Raised without a place by operations on values; the evaluator adds that of the expression at hand.
    """

    def __init__(self, reason: str, node: cst.CSTNode | None = None, scope: Scope | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.node = node
        self.scope = scope
        self.is_final = True
        """Whether asking again would give the same answer (not so when only the depth was exhausted)."""


def too_deep() -> CannotKnow:
    """The chain of definitions is longer than is followed."""
    stop = CannotKnow("its definition leads through too many others")
    stop.is_final = False
    return stop
