"""Argo replaces `{{...}}` in every string of a manifest: text of the user's must not hold it."""

from __future__ import annotations


def has_braces(text: str) -> bool:
    """Whether Argo would take part of `text` for a variable."""
    return "{{" in text


def without_braces(text: str) -> str:
    """`text` for people to read: a space between two braces."""
    while "{{" in text:
        text = text.replace("{{", "{ {")
    return text
