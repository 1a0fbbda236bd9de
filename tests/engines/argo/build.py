"""`python -m tests.engines.argo.build`: build etcd and kube-apiserver from the Go module in this folder, once.

The binaries go to a cache outside the tree, in a folder named after the sources that they are made from. Exit
status `UNAVAILABLE` when they cannot be built here: Go is missing, or a module is not to be had.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.conformance.protocol import Unavailable
from tests.engines.argo.module import Module

PROGRAMS = {"etcd": "./cmd/etcd", "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver"}
MODULE = Module(name="argo", source=Path(__file__).resolve().parent, programs=PROGRAMS)
UNAVAILABLE = 3
"""The exit status of everything that needs this engine where it is not to be had."""


def binaries() -> Path:
    """The folder of the binaries, built if need be; one process builds, others wait. Raises `Unavailable`."""
    return MODULE.built()


def is_built() -> bool:
    """Whether the binaries are there already."""
    return MODULE.is_built()


if __name__ == "__main__":
    try:
        print(binaries())
    except Unavailable as reason:
        print(f"build: {reason}", file=sys.stderr)
        sys.exit(UNAVAILABLE)
