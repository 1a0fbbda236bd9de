"""Write documents: whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_all(texts: Mapping[Path, str | bytes], sources: Iterable[Path] = ()) -> None:
    """Write every file, or none: all are written beside their places first, then renamed. Raises OSError.

    Nothing is written over one of `sources`. What is there and is no file, such as /dev/stdout, is written to.
    """
    _keep(sources, texts)
    prepared: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            if not _is_device(path):
                prepared.append((_beside(path, text), path.resolve()))
        for temporary, path in prepared:
            temporary.replace(path)
    finally:
        for temporary, _ in prepared:
            temporary.unlink(missing_ok=True)
    for path, text in texts.items():
        if _is_device(path):
            path.write_bytes(_data(text))


def _keep(sources: Iterable[Path], texts: Mapping[Path, str | bytes]) -> None:
    kept = {source.resolve() for source in sources}
    for path in texts:
        if path.resolve() in kept:
            raise FileExistsError(errno.EEXIST, "it is the flow itself", str(path))


def _beside(path: Path, text: str | bytes) -> Path:
    """A new file with the text, in the folder in which `path` really is."""
    place = path.resolve()
    temporary = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(_data(text))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _data(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()
