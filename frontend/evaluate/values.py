"""The values of an evaluation that Python has no plain type for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope


class Lazy:
    """What Python would give as an iterator or a view: it can be gone through, and nothing else."""

    __slots__ = ("items",)

    def __init__(self, items: tuple[object, ...]) -> None:
        self.items = items


class Native:
    """A function or type of Python's own library, by its dotted name (`len`, `os.path.join`)."""

    __slots__ = ("dotted",)

    def __init__(self, dotted: str) -> None:
        self.dotted = dotted


class UserFunction:
    """A function of the user's."""

    __slots__ = ("node", "scope")

    def __init__(self, node: cst.FunctionDef, scope: Scope) -> None:
        self.node = node
        self.scope = scope


class Keyed(dict[str, object]):
    """A mapping of settings whose keys are attributes too, as those of a Config are."""

    @staticmethod
    def wrap(value: object) -> object:
        """The value, mappings in it (only as they are asked for) made into settings."""
        return Keyed(value) if isinstance(value, Mapping) and not isinstance(value, Keyed) else value
