"""The image that a decorator names."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.images import IMAGE_FORM, is_image


def image(arguments: Arguments) -> str | None:
    """The argument `image`; FLOW203 when no image can have that name."""
    found = arguments.text("image")
    if found and not is_image(found):
        arguments.wrong("image", IMAGE_FORM)
        return None
    return found
