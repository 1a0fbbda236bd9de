"""What the client raises: what `metaflow.exception` names in a flow, so that a step can catch it."""

from __future__ import annotations

from flowc.runtime_shim.dsl import exceptions
from flowc.runtime_shim.dsl.exceptions import (
    MetaflowNamespaceMismatch,
    MetaflowNotFound,
    MetaflowTaggingError,
)


class MetaflowInvalidPathspec(exceptions.MetaflowInvalidPathspec, MetaflowNotFound):
    """Not the address of such an object."""


__all__ = [
    "MetaflowInvalidPathspec",
    "MetaflowNamespaceMismatch",
    "MetaflowNotFound",
    "MetaflowTaggingError",
]
