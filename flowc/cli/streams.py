"""The standard streams, also where whoever started flowc closed them (`flowc rules >&-`)."""

from __future__ import annotations

import os
import sys


def open_closed() -> None:
    """Put something in the place of streams that are closed.

    Python leaves None for them, and their numbers to the next files that are opened. A closed stdout becomes one
    that cannot be written to, so that what is lost is said; nothing can be said when stderr is closed.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), "r", encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
