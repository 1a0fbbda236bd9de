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


def seal(document: Document) -> bytes:
    """The SHA-256 of the JSON in hexadecimal, a line end, the JSON."""
    body = json.dumps(document).encode()
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
