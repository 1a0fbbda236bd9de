"""The control groups below which all pods of the node are."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

MOUNTED = Path("/sys/fs/cgroup")
WANTED = ("cpu", "cpuset", "memory", "pids")
SECONDS = 30.0


def is_unified() -> bool:
    """Whether this machine has version 2."""
    return (MOUNTED / "cgroup.controllers").is_file()


def create(name: str) -> None:
    """A group by this name for every controller."""
    if is_unified():
        wanted = " ".join(f"+{controller}" for controller in WANTED)
        (MOUNTED / "cgroup.subtree_control").write_text(wanted)
        (MOUNTED / name).mkdir()
        return
    for controller in _controllers():
        (controller / name).mkdir()
        for file in ("cpuset.cpus", "cpuset.mems"):
            if (controller / file).is_file():
                (controller / name / file).write_text((controller / file).read_text())


def remove(name: str) -> None:
    """Take them away, once the processes in them are gone."""
    end = time.monotonic() + SECONDS
    while folders := left_over(name):
        for folder in folders:
            for inner in (*sorted(folder.rglob("*/"), reverse=True), folder):
                with suppress(OSError):
                    inner.rmdir()
        if time.monotonic() > end:
            raise TimeoutError(f"there are processes in the group {name} after {SECONDS} s")
        time.sleep(0.05)


def left_over(name: str) -> list[Path]:
    """The groups by this name: the runtime makes one in the second hierarchy of version 1, too."""
    places = (MOUNTED / name, *(child / name for child in MOUNTED.iterdir() if child.is_dir()))
    return [place for place in places if place.is_dir()]


def _controllers() -> list[Path]:
    """The hierarchies of version 1, each once."""
    return [
        child
        for child in MOUNTED.iterdir()
        if (child / "cgroup.clone_children").is_file() and not child.is_symlink()
    ]
