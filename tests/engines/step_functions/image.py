"""The image that every job of a test has: a `python` with the libraries of this environment, and without flowc."""

from __future__ import annotations

import sysconfig
import venv
from collections.abc import Mapping
from pathlib import Path


def build_image(folder: Path) -> None:
    """Make `folder/bin/python`. Path files in the folder that ours names are not read: no flowc is found there."""
    venv.EnvBuilder(symlinks=True).create(folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")


def environment_of(image: Path) -> Mapping[str, str]:
    """The image's own variables. Unpacked packages are kept between jobs, as layers of an image would be."""
    (image / "tmp").mkdir(exist_ok=True)
    return {"PATH": f"{image / 'bin'}:/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": str(image / "tmp")}
