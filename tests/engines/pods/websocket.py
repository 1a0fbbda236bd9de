"""As much of RFC 6455 as `exec` needs: frames of one message each, on a connection that was upgraded."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from hashlib import sha1

BINARY, CLOSE = 2, 8
_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def accept(key: str) -> str:
    """The answer to `Sec-WebSocket-Key`."""
    return base64.b64encode(sha1((key + _MAGIC).encode(), usedforsecurity=False).digest()).decode()


def write_frame(write: Callable[[bytes], object], data: bytes, code: int = BINARY) -> None:
    """Send one whole message, unmasked as servers do."""
    length = len(data)
    if length < 126:
        head = struct.pack("!BB", 0x80 | code, length)
    elif length < 1 << 16:
        head = struct.pack("!BBH", 0x80 | code, 126, length)
    else:
        head = struct.pack("!BBQ", 0x80 | code, 127, length)
    write(head + data)


def read_frame(receive: Callable[[int], bytes]) -> bytes | None:
    """The next message; None when there are no more. `receive` gives at most so many bytes, none at the end."""
    head = _exactly(receive, 2)
    if len(head) < 2 or head[0] & 0x0F == CLOSE:
        return None
    length = head[1] & 0x7F
    if length == 126:
        (length,) = struct.unpack("!H", _exactly(receive, 2))
    elif length == 127:
        (length,) = struct.unpack("!Q", _exactly(receive, 8))
    mask = _exactly(receive, 4) if head[1] & 0x80 else bytes(4)
    return bytes(byte ^ mask[place % 4] for place, byte in enumerate(_exactly(receive, length)))


def _exactly(receive: Callable[[int], bytes], count: int) -> bytes:
    """So many bytes, fewer at the end of the stream."""
    found = b""
    while len(found) < count and (more := receive(count - len(found))):
        found += more
    return found
