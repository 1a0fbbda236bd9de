"""Names of container images."""

from __future__ import annotations

IMAGE_FORM = "the name of an image, such as `registry.example/train:1`, without spaces"


def is_image(text: str) -> bool:
    """Whether a text may name an image: no engine and no registry knows one with spaces or other than ASCII."""
    return text.isascii() and text.isprintable() and not any(map(str.isspace, text)) and text != ""
