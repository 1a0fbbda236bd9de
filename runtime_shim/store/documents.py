"""Small JSON objects that carry a checksum, so that a damaged one is never taken for another value."""

from __future__ import annotations

from flowc.runtime_shim.lean import json
from flowc.runtime_shim.lean.digest import hexdigest
from flowc.runtime_shim.store.errors import Corrupt
from flowc.runtime_shim.store.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

Document: TypeAlias = "dict[str, Any]"


FIRST = ("next", "splits")
"""Fields that come first: an engine that reads the object itself needs no more of it than its first bytes."""


def seal(document: Document) -> bytes:
    """The SHA-256 of the JSON in hexadecimal, a line end, the JSON: the fields of `FIRST`, then the others."""
    first = {name: document[name] for name in FIRST if name in document}
    text = json.dumps({name: value for name, value in document.items() if name not in first})
    if first:
        text = json.dumps(first)[:-1] + ("," if len(document) > len(first) else "") + text[1:]
    body = text.encode()
    return hexdigest(body).encode() + b"\n" + body


def unseal(data: bytes, name: str) -> Document:
    """The document; `Corrupt` names the object."""
    digest, _, body = data.partition(b"\n")
    if hexdigest(body).encode() != digest:
        raise Corrupt(f"{name} is damaged: its content does not match its checksum")
    document = json.loads(body)
    assert isinstance(document, dict)
    return document


def read_document(store: Store, key: str) -> Document:
    """The document under a key. Raises `Missing` and `Corrupt`."""
    return unseal(store.get(key), f"{store.url}/{key}")
