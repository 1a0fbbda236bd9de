"""SHA-256: Python's own for little, OpenSSL's for much, which is faster but slow to load."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import sha256
    from typing import Any
else:
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

MUCH = 1024 * 1024
"""From how many bytes on OpenSSL is worth its time."""


def digest(data: bytes) -> bytes:
    """The SHA-256 of some bytes."""
    found: bytes = (sha256 if len(data) < MUCH else fast_sha256)(data).digest()
    return found


def hexdigest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return digest(data).hex()


def fast_sha256(data: bytes) -> Any:
    """A hash object for many bytes."""
    from hashlib import sha256 as fast

    return fast(data)
