"""`assert_never` for Python 3.10, whose `typing` does not have it yet."""

from __future__ import annotations

from typing import NoReturn


def assert_never(value: NoReturn) -> NoReturn:
    """Reached by no value: the type checker reports every place where a `match` leaves a kind out."""
    raise AssertionError(f"unexpected {type(value).__name__}")
