"""What is made of flowc's own files, kept as Python keeps bytecode: beside it, and until a file changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from flowc.diagnostics.sha256 import hexdigest


def kept(name: str, sources: Sequence[Path], make: Callable[[], bytes], folder: Path | None = None) -> bytes:
    """What `make` gives of these files, from an earlier call where there was one since they were changed.

    The size and the modification time of a file stand for its content, as for bytecode. Where bytecode cannot be
    written, or must not, it is made each time. A damaged file counts as none.
    """
    folder = folder or _bytecode()
    if folder is None:
        return make()
    path = folder / f"{name}.{_stamp(sources)}"
    found = _read(path)
    if found is not None:
        return found
    data = make()
    if not sys.dont_write_bytecode:
        _write(path, data)
    return data


def _bytecode() -> Path | None:
    """The folder of this module's bytecode; None when it is not imported from a file."""
    cached = __spec__.cached
    return None if cached is None else Path(cached).parent


def _stamp(sources: Sequence[Path]) -> str:
    status = [(path, path.stat()) for path in sources]
    lines = (f"{path} {one.st_size} {one.st_mtime_ns}" for path, one in status)
    return hexdigest("\n".join(lines).encode())[:24]


def _read(path: Path) -> bytes | None:
    """The content, which follows a line with its SHA-256."""
    try:
        told, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if hexdigest(data).encode() == told else None


def _write(path: Path, data: bytes) -> None:
    """Keep it in place of what was kept before, or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        before = [old for old in path.parent.glob(f"{path.stem}.*") if old != path]
        part.write_bytes(hexdigest(data).encode() + b"\n" + data)
        part.replace(path)
        for old in before:
            old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            part.unlink()
