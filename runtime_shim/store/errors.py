"""What can be wrong with a store, or with an object in it."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be used as it was asked to."""


class Missing(StoreError):  # noqa: N818 - it names what happened
    """No object has this key."""


class Corrupt(StoreError):  # noqa: N818 - it names what happened
    """An object is not what was stored under its key: truncated, overwritten or damaged. The text names it."""


class Unavailable(StoreError):  # noqa: N818 - it names what happened
    """The store did not answer, even after several tries; whether a write happened is unknown."""
