"""Small JSON objects that carry a checksum, so that a damaged one is never taken for another value."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from flowc.runtime_shim.store.errors import Corrupt
from flowc.runtime_shim.store.store import Store

Document = dict[str, Any]


def seal(document: Document) -> bytes:
    """The SHA-256 of the JSON in hexadecimal, a line end, the JSON."""
    body = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return sha256(body).hexdigest().encode() + b"\n" + body


def unseal(data: bytes, name: str) -> Document:
    """The document; `Corrupt` names the object."""
    digest, _, body = data.partition(b"\n")
    if sha256(body).hexdigest().encode() != digest:
        raise Corrupt(f"{name} is damaged: its content does not match its checksum")
    document = json.loads(body)
    assert isinstance(document, dict)
    return document


def read_document(store: Store, key: str) -> Document:
    """The document under a key. Raises `Missing` and `Corrupt`."""
    return unseal(store.get(key), f"{store.url}/{key}")
