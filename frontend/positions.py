"""Where the nodes of a concrete tree stand."""

from __future__ import annotations

import ast
from typing import TypeAlias

import libcst as cst

Position: TypeAlias = tuple[int, int, int, int]
"""Line, column, end line, end column; from 1, in characters, the end exclusive."""


class Positions:
    """The positions of all nodes of one file."""

    def __init__(self, text: str, tree: ast.Module, module: cst.Module) -> None:
        raise NotImplementedError

    def of(self, node: cst.CSTNode) -> Position:
        """The position of a node of the tree; KeyError for a node of another tree."""
        raise NotImplementedError
