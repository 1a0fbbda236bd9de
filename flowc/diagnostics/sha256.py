"""SHA-256: Python's own for the few kilobytes that a compile hashes, OpenSSL's for much, which is slow to load.

The runtime has the same in `runtime_shim/lean/digest.py`. That one travels in every package and may import nothing
of the compiler, and diagnostics, which stand below all else, may not import the runtime.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

MUCH = 1024 * 1024
"""From how many bytes on OpenSSL is worth the 10 ms that it takes to load."""


def hexdigest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    if len(data) < MUCH:
        return sha256(data).hexdigest()
    from hashlib import sha256 as fast

    return fast(data).hexdigest()
