"""A ZIP archive whose bytes depend on nothing but its content.

Written here, byte for byte as `zipfile` would: to load that module, and what it loads, takes 7 ms.
"""

from __future__ import annotations

from collections.abc import Mapping
from struct import pack
from zlib import crc32

DATE = 1 << 5 | 1
"""The first of January 1980, the earliest date that the format can hold."""
ATTRIBUTES = 0o100644 << 16
VERSION = 20
MADE_BY = 3 << 8 | VERSION
"""Unix, whose file modes the attributes are."""
UTF8_NAME = 0x800


def write_zip(content: Mapping[str, bytes]) -> bytes:
    """The archive of the files, by name, sorted, uncompressed."""
    members, directory, at = [], [], 0
    for name in sorted(content):
        data = content[name]
        encoded = name.encode()
        facts = _facts(name, encoded, data)
        member = pack("<I", 0x04034B50) + facts + encoded + data
        entry = pack("<IH", 0x02014B50, MADE_BY) + facts + pack("<HHHII", 0, 0, 0, ATTRIBUTES, at) + encoded
        members.append(member)
        directory.append(entry)
        at += len(member)
    listed = b"".join(directory)
    end = pack("<IHHHHIIH", 0x06054B50, 0, 0, len(members), len(members), len(listed), at, 0)
    return b"".join([*members, listed, end])


def _facts(name: str, encoded: bytes, data: bytes) -> bytes:
    """What a member's own header and the directory both say of it."""
    flags = 0 if name.isascii() else UTF8_NAME
    size = len(data)
    return pack("<HHHHHIIIHH", VERSION, flags, 0, 0, DATE, crc32(data), size, size, len(encoded), 0)
