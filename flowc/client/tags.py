"""What can be a tag of a run."""

from __future__ import annotations

from collections.abc import Iterable

from flowc.client.errors import MetaflowTaggingError


def checked(tags: object) -> frozenset[str]:
    """One tag or several. Raises `MetaflowTaggingError`."""
    found = list(tags) if isinstance(tags, Iterable) and not isinstance(tags, str) else [tags]
    wrong = [tag for tag in found if not isinstance(tag, str) or not tag]
    if wrong:
        raise MetaflowTaggingError(f"a tag is a text that is not empty, not {wrong[0]!r}")
    return frozenset(map(str, found))


def refuse_system_tags(tags: frozenset[str]) -> None:
    """Raise `MetaflowTaggingError` when there are any."""
    if tags:
        raise MetaflowTaggingError(f"system tags cannot be removed: {', '.join(sorted(tags))}")
