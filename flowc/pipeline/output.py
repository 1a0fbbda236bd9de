"""Write documents: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_all(texts: Mapping[Path, str]) -> None:
    """Write every file, or none: all are written beside their places first, then renamed. Raises OSError."""
    prepared: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
            prepared.append((temporary, path))
            temporary.write_bytes(text.encode())
            if path.is_dir():
                raise IsADirectoryError(f"{path} is a folder")
        for temporary, path in prepared:
            temporary.replace(path)
    finally:
        for temporary, _ in prepared:
            temporary.unlink(missing_ok=True)
