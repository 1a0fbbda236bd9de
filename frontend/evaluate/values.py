"""The values of an evaluation that Python has no plain type for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from flowc.frontend.scope import Scope


@dataclass(frozen=True, slots=True)
class Lazy:
    """What Python would give as an iterator or a view: it can be gone through, and nothing else."""

    items: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Native:
    """A function or type of Python's own library, by its dotted name (`len`, `os.path.join`)."""

    dotted: str


@dataclass(frozen=True, slots=True)
class UserFunction:
    """A function of the user's."""

    node: cst.FunctionDef
    scope: Scope


class Keyed(dict[str, object]):
    """A mapping of settings whose keys are attributes too, as those of a Config are."""

    @staticmethod
    def wrap(value: object) -> object:
        """The value, mappings in it (only as they are asked for) made into settings."""
        return Keyed(value) if isinstance(value, Mapping) and not isinstance(value, Keyed) else value
