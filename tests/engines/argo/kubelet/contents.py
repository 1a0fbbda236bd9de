"""What is in the images: this Python with obstore, the stand-in for Argo's executor, the pause program."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

import certifi

from tests.engines.argo.kubelet.image import Entry, Image, layer

TASKS = "flowc.example/tasks:1"
"""The image of tasks."""
EXECUTOR = "quay.io/argoproj/argoexec:v4.1.2"
"""The image that Argo's controller names; what is in it is `executor.py`."""
PAUSE = "flowc.example/pause:1"
PACKAGES = "/packages"
PYTHON = "/usr/local/bin/python"
PACKAGE = "obstore"
LEFT_OUT = {"test", "idlelib", "tkinter", "ensurepip", "site-packages", "dist-packages", "lib2to3"}


def images(pause: Path, variables: Mapping[str, str]) -> list[Image]:
    """All of them. `variables` are set in the image of tasks."""
    python = layer(_python())
    executor = Path(__file__).with_name("executor.py")
    program = layer([Entry(path="/usr/local/bin/argoexec", source=executor, mode=0o755)])
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": PACKAGES}
    own = layer([Entry(path="/pause", source=pause, mode=0o755)])
    return [
        Image(name=TASKS, layers=[python], command=[PYTHON], environment={**environment, **variables}),
        Image(name=EXECUTOR, layers=[python, program], environment=environment),
        Image(name=PAUSE, layers=[own], command=["/pause"]),
    ]


def _python() -> Iterator[Entry]:
    """The interpreter where it is on this machine, what it loads, and a folder for what is temporary."""
    program = Path(sys.executable).resolve()
    yield Entry(path="/tmp", mode=0o1777, is_folder=True)
    yield Entry(path="/etc/passwd", source=b"root:x:0:0::/:/\nworker:x:1000:1000::/:/\n")
    yield Entry(path="/etc/ssl/certs/ca-certificates.crt", source=Path(certifi.where()))
    yield Entry(path=str(program), source=program, mode=0o755)
    yield Entry(path=PYTHON, link=str(program))
    files = [*_library(), *_package()]
    for source, target in files:
        yield Entry(path=target, source=source)
    loaded = [program, *(source for source, _ in files if ".so" in source.name)]
    for library in _libraries(loaded):
        yield Entry(path=library, source=Path(library), mode=0o755)


def _library() -> Iterator[tuple[Path, str]]:
    """The standard library."""
    for folder in dict.fromkeys(map(sysconfig.get_path, ("stdlib", "platstdlib"))):
        for file in _files(Path(folder)):
            yield file, str(file)


def _package() -> Iterator[tuple[Path, str]]:
    """The one package that tasks need for a store on a server."""
    found = importlib.util.find_spec(PACKAGE)
    assert found is not None and found.origin is not None, PACKAGE
    folder = Path(found.origin).parent
    for file in _files(folder):
        yield file, f"{PACKAGES}/{PACKAGE}/{file.relative_to(folder)}"


def _files(folder: Path) -> Iterator[Path]:
    for child in sorted(folder.iterdir()):
        if child.is_dir() and child.name not in LEFT_OUT and not child.name.startswith("config-"):
            yield from _files(child)
        elif child.is_file():
            yield child


def _libraries(programs: list[Path]) -> list[str]:
    """The shared libraries that programs load, by the paths at which the loader looks for them."""
    command = ["ldd", *(str(program) for program in programs)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    words = (
        word for line in said.splitlines() if "=>" in line or line.startswith("\t/") for word in line.split()
    )
    own = {str(program) for program in programs}
    return sorted({word for word in words if word.startswith("/")} - own)
