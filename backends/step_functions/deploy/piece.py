"""One object of a deployment: what is to happen to it, and doing that."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from flowc.backends.deployment import Change, Kind
from flowc.backends.live_diff import canonical, text_diff

Values: TypeAlias = dict[str, str]
"""What placeholders stand for: ARNs come in as the objects are made."""


class Piece(Protocol):
    """An object, compared with what is live."""

    change: Change

    def make(self, values: Values, /) -> None:
        """Make the change. `values` has what earlier pieces gave, and gets what this one gives."""
        ...


def change_of(name: str, live: Any | None, wanted: Any) -> Change:
    """The change from one JSON value to another; None is not there."""
    if live is None:
        return Change(kind="create", object=name)
    before, after = canonical(live), canonical(wanted)
    kind: Kind = "unchanged" if before == after else "update"
    return Change(kind=kind, object=name, diff=text_diff(before, after))


def hash_of(document: Any) -> str:
    """A short name of a JSON value."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()[:16]


def like(live: Any, wanted: Any) -> Any:
    """`live` without what the service has added: keys that `wanted` lacks and that say nothing or are defaults.

    What people have changed under a key that `wanted` has stays, and so shows as a difference.
    """
    if isinstance(live, Mapping) and isinstance(wanted, Mapping):
        return {name: like(value, wanted[name]) for name, value in live.items() if name in wanted}
    if isinstance(live, list) and isinstance(wanted, list) and len(live) == len(wanted):
        return [like(one, other) for one, other in zip(live, wanted, strict=True)]
    return live
