"""A further process in a container that runs, as `exec` has it, by `nsenter` of util-linux."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.engines.argo.node.container import Container

USER = "1000"
"""The user and group of all containers here."""
_PATH = "/usr/local/bin:/usr/bin:/bin"


def start_inside(
    container: Container, command: Sequence[str], *, takes_input: bool
) -> subprocess.Popen[bytes]:
    """Start a command with the mounts and process ids of a container, as its user."""
    outer = container.process.pid
    first = Path(f"/proc/{outer}/task/{outer}/children").read_text().split()[0]
    root = f"/proc/{first}/root"
    places = ["--mount", "--pid", f"--root={root}", f"--wd={root}", f"--setuid={USER}", f"--setgid={USER}"]
    return subprocess.Popen(
        ["nsenter", f"--target={first}", *places, "--", *command],
        stdin=subprocess.PIPE if takes_input else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": _PATH, "HOME": "/"},
        bufsize=0,
    )
