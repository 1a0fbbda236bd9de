"""Values that the frontend knows without running anything, and the ones it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TypeAlias, Union

from flowc.diagnostics import Span
from flowc.diagnostics.record import record

Json: TypeAlias = Union[bool, int, float, str, "Sequence[Json]", "Mapping[str, Json]", None]
"""A JSON value: lists and string-keyed dicts, never changed once they are in the IR."""

RAW = {"raw": True}
"""Field metadata: the field holds a `Json` value that the codec passes through untouched."""


@record
class Known:
    """A value read from the source."""

    value: Json = field(metadata=RAW)


@record
class Deferred:
    """A value left to run time: the shim evaluates `source` when the run starts."""

    source: str
    reason: str
    span: Span = field(compare=False, repr=False)


Value: TypeAlias = Known | Deferred
