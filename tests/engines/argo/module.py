"""A Go module whose programs are built once, into a cache outside the tree."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.conformance.protocol import Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """`programs` are packages by the name that they get; the folder of the cache begins with `name`."""

    name: str
    source: Path
    programs: Mapping[str, str]

    def built(self) -> Path:
        """The folder of the programs, built if need be; one process builds, others wait. Raises `Unavailable`."""
        folder = self.folder
        if not self.is_built():
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not self.is_built():
                    self._build(folder)
        return folder

    def is_built(self) -> bool:
        """Whether the programs are there already."""
        return all((self.folder / name).is_file() for name in self.programs)

    @property
    def folder(self) -> Path:
        """Named after the sources that the programs are made from."""
        files = [self.source / "go.mod", self.source / "go.sum", *sorted((self.source / "cmd").rglob("*.go"))]
        digest = sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
        return cache() / f"{self.name}-{digest[:16]}"

    def _build(self, folder: Path) -> None:
        go = shutil.which("go")
        if go is None:
            raise Unavailable(f"Go is not installed; see the version in {self.source.name}/go.mod")
        for name, package in self.programs.items():
            print(f"building {name} (minutes, once)", file=sys.stderr, flush=True)
            made = folder / f"{name}.new"
            command = [
                go,
                "build",
                "-p",
                "2",
                "-trimpath",
                "-ldflags",
                self._linked(),
                "-o",
                str(made),
                package,
            ]
            done = subprocess.run(
                command, cwd=self.source, env=_environment(), stderr=subprocess.PIPE, text=True, check=False
            )
            if done.returncode != 0:
                raise Unavailable(f"{name} cannot be built:\n{done.stderr[-2000:].strip()}")
            made.rename(folder / name)

    def _linked(self) -> str:
        """The version that the API server reports, which a build from the module alone would lack."""
        (version,) = [
            line.split()[1]
            for line in (self.source / "go.mod").read_text().splitlines()
            if "k8s.io/kubernetes v" in line
        ]
        return f"-s -w -X k8s.io/component-base/version.gitVersion={version}"


def cache() -> Path:
    """Where engines are kept."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flowc-engines"


def _environment() -> dict[str, str]:
    """Static binaries, and exactly the modules that go.sum names."""
    return {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly", "GOWORK": "off"}
