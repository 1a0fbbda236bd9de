"""A ZIP archive whose bytes depend on nothing but its content."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_STORED, ZipFile, ZipInfo

DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that the format can hold."""
MODE = 0o100644
UNIX = 3


def write_zip(content: Mapping[str, bytes]) -> bytes:
    """The archive of the files, by name, sorted, uncompressed."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name in sorted(content):
            entry = ZipInfo(name, DATE)
            entry.external_attr = MODE << 16
            entry.create_system = UNIX
            archive.writestr(entry, content[name])
    return buffer.getvalue()
