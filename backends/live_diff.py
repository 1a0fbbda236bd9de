"""How what is live differs from what is wanted, as text."""

from __future__ import annotations

import json


def canonical(document: object) -> str:
    """JSON to compare and to read: sorted, two spaces, a line end."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def text_diff(live: str, wanted: str) -> str:
    """A unified diff of two texts, as `Change.diff` holds it; "" when they are equal."""
    from difflib import unified_diff

    lines = unified_diff(live.splitlines(), wanted.splitlines(), "live", "wanted", lineterm="")
    return "\n".join(lines)
