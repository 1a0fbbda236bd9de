"""Values as JSON that tells types apart. Runs under flowc's interpreter and Metaflow's: imports neither."""

from __future__ import annotations

import math
import re

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
WRAPPER = "MetaflowExceptionWrapper"
OWN_EXCEPTIONS = ("TimeoutException", "FailureHandledByCatch")
"""Raised by the runtime, which words them as it likes."""


def canonical(value: object) -> object:
    """Equal for equal values, whichever of the two runtimes made them."""
    kind = type(value).__name__
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return ["float", "nan"] if math.isnan(value) else ["float", repr(value)]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if kind == WRAPPER:
        name = str(vars(value)["type"]).rpartition(".")[2]
        return [WRAPPER, name, None if name in OWN_EXCEPTIONS else vars(value)["exception"]]
    if isinstance(value, dict):
        return ["dict", sorted(([canonical(key), canonical(item)] for key, item in value.items()), key=repr)]
    if isinstance(value, list | tuple):
        return [kind, [canonical(item) for item in value]]
    if isinstance(value, set | frozenset):
        return [kind, sorted((canonical(item) for item in value), key=repr)]
    if hasattr(value, "to_dict"):
        return ["dict", canonical(value.to_dict())]
    if hasattr(value, "__dict__") and vars(value):
        return [kind, canonical(vars(value))]
    return [kind, ADDRESS.sub("", repr(value))]
