"""Validators that npm has, in a cache outside the tree that is named by the lock file.

`python -m tests.step_functions_gates.node_tools` installs them; what needs them installs them too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SOURCE = Path(__file__).parent / "node"
FILES = ("package.json", "package-lock.json", "validate.cjs")
SECONDS = 600


class NoNode(Exception):  # noqa: N818 - it names what happened
    """Node or npm is missing, or cannot install: the gates cannot say anything, and say so."""


def home() -> Path:
    """Where the installed validators are, or will be."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    content = b"".join((SOURCE / name).read_bytes() for name in FILES)
    return cache / "flowc-tests" / f"node-{hashlib.sha256(content).hexdigest()[:16]}"


def install() -> Path:
    """The folder with the validators in it. Raises `NoNode`."""
    folder = home()
    if (folder / "ready").is_file():
        return folder
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NoNode("the validators of state machines need Node 20 or newer, with npm, on PATH")
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(SOURCE / name, folder / name)
    words = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode != 0:
        raise NoNode(f"npm ci failed: {done.stderr[-2000:]}")
    (folder / "ready").touch()
    return folder


def problems(files: Sequence[Path]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """What each validator has to say of each file. Raises `NoNode`."""
    folder = install()
    done = subprocess.run(
        ["node", "validate.cjs", *map(str, files)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    found: Mapping[str, Mapping[str, Sequence[str]]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    print(f"validators of state machines: {install()}")
