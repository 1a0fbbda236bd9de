"""Run by Python as it starts, under Metaflow and under flowc: what flows draw by chance is the same in both."""

from __future__ import annotations

import random
from collections.abc import MutableSequence, Sequence
from typing import Any


def _middle(items: Sequence[Any]) -> Any:
    return items[len(items) // 2]


def _order(items: MutableSequence[Any]) -> None:
    items[:] = sorted(items, key=repr, reverse=True)


random.choice = _middle
random.shuffle = _order  # type: ignore[assignment]
random.randint = lambda first, last: (first + last) // 2  # type: ignore[method-assign, assignment]
