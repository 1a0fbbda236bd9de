"""Texts as labels, which Kubernetes keeps to 63 characters of a few kinds."""

from __future__ import annotations

import re

from flowc.diagnostics.sha256 import hexdigest

LONGEST = 63
"""Characters of the value of a label, and of most names."""


def fit(name: str, source: str, longest: int) -> str:
    """`name`, cut and made unique by a hash of `source` when it is too long."""
    return name if len(name) <= longest else hashed(name, source, longest)


def hashed(name: str, source: str, longest: int) -> str:
    """`name`, with a hash of `source` at its end."""
    digest = hexdigest(source.encode())[:8]
    return f"{name[: longest - 9].rstrip('-_.')}-{digest}"


def label(text: str) -> str:
    """`text` as the value of a label: 63 characters of letters, digits, `-`, `_` and `.`."""
    value = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in text)
    return fit(value.strip("-_."), text, LONGEST)


def is_label(text: str) -> bool:
    """Whether Kubernetes takes `text` as the value of a label."""
    return (
        len(text) <= LONGEST
        and re.fullmatch(r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?", text) is not None
    )
