"""The requests that this process makes of AWS: listed, and broken off at will."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.client import BaseClient

READING = ("Describe", "List", "Get", "Head")


@contextmanager
def watched(act: Callable[[int, str, bool], None] | None = None) -> Iterator[list[str]]:
    """The operations, as they are called. `act` is told number and name, and whether it is answered already."""
    made: list[str] = []
    original = BaseClient._make_api_call

    def call(self: Any, operation: str, arguments: Any) -> Any:
        number = len(made)
        made.append(operation)
        if act is not None:
            act(number, operation, False)
        try:
            return original(self, operation, arguments)
        finally:
            if act is not None:
                act(number, operation, True)

    BaseClient._make_api_call = call
    try:
        yield made
    finally:
        BaseClient._make_api_call = original


def writing(operations: list[str]) -> list[str]:
    """Those that change something."""
    return [name for name in operations if not name.startswith(READING)]
