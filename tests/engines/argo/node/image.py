"""What stands in for every container image: this machine's programs, and this Python with its packages."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "/image"
"""Where the environment of the tests is in the container, so that `/tmp` and the like are the pod's own."""
SHARED = "/shared"
"""Where a folder that all containers share is."""


@dataclass(frozen=True, slots=True)
class Image:
    """`shared` is a folder of this machine that containers have at `SHARED`, as they would a network file system;
    `variables` are those that the image, or the node, sets."""

    shared: str
    variables: Mapping[str, str] = field(default_factory=dict)

    def binds(self) -> list[tuple[str, str, bool]]:
        """Source, target, whether it can be written."""
        system = [
            f"/{name}" for name in ("usr", "bin", "sbin", "lib", "lib64", "etc") if _is_folder(f"/{name}")
        ]
        pythons = [sys.base_prefix] if not sys.base_prefix.startswith("/usr") else []
        return [
            *((path, path, False) for path in (*system, *pythons)),
            (sys.prefix, PREFIX, False),
            ("/dev", "/dev", True),
            (self.shared, SHARED, True),
        ]

    def links(self) -> list[tuple[str, str]]:
        """Symbolic links of the root of this machine, which the root of a container has too."""
        return [(str(path), str(path.readlink())) for path in Path("/").iterdir() if path.is_symlink()]

    def environment(self) -> dict[str, str]:
        """The variables of the image."""
        path = f"{PREFIX}/bin:/usr/local/bin:/usr/bin:/bin"
        return {"PATH": path, "HOME": "/", "LANG": "C.UTF-8", **self.variables}


def _is_folder(path: str) -> bool:
    return Path(path).is_dir() and not Path(path).is_symlink()
