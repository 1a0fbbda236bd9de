"""`flowc store check` and `flowc store gc`."""

from __future__ import annotations
