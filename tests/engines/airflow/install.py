"""`python -m tests.engines.airflow.install 3.3 2.11`: an environment of its own for each Airflow, outside the tree.

Its dependencies are none of flowc's. `requirements-*.txt` is what `uv pip compile --universal --python-version 3.11
--no-header --no-annotate` made of `requirements-*.in`: every version is fixed. An environment is named by the hash
of that file, so that a changed file makes another one, and is used only when its `ready` stamp says it is whole.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
UV = "uv==0.13.8"
INTERPRETERS = ("python3.12", "python3.11")
"""Both versions of Airflow support these, and the requirements are resolved for these."""


class MissingEngine(Exception):  # noqa: N818 - it names what happened
    """Airflow is not installed; the message says how to install it."""


def cache_folder() -> Path:
    """Where environments are: `FLOWC_ENGINES`, or in the user's cache."""
    return Path(os.environ.get("FLOWC_ENGINES") or Path.home() / ".cache" / "flowc-engines")


def environment(version: str) -> Path:
    """The folder of the environment, whether it exists or not."""
    requirements = (HERE / f"requirements-{version}.txt").read_bytes()
    return cache_folder() / f"airflow-{version}-{sha256(requirements).hexdigest()[:12]}"


def installed_python(version: str) -> Path:
    """The interpreter that has Airflow. Raises `MissingEngine`."""
    folder = environment(version)
    if not (folder / "ready").is_file():
        raise MissingEngine(f"Airflow {version} is not installed in {folder}: run `make airflow`")
    return folder / "bin" / "python"


def install(version: str) -> Path:
    """Make the environment unless it is there; its interpreter."""
    folder = environment(version)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if not (folder / "ready").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            _fill(folder, HERE / f"requirements-{version}.txt")
            (folder / "ready").touch()
    return installed_python(version)


def _fill(folder: Path, requirements: Path) -> None:
    uv = _uv()
    subprocess.run(
        [uv, "venv", "-q", "--no-python-downloads", "--python", _interpreter(), folder], check=True
    )
    words = ["pip", "install", "-q", "--no-deps", "--python", folder / "bin" / "python", "-r", requirements]
    subprocess.run([uv, *words], check=True)


def _uv() -> Path:
    """An installer that is fast enough for 170 distributions, in an environment of its own."""
    folder = cache_folder() / UV.replace("==", "-")
    with _alone(folder):
        if not (folder / "ready").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", UV], check=True)
            (folder / "ready").touch()
    return folder / "bin" / "uv"


def _interpreter() -> str:
    """The first that runs: a name on PATH may be a stub for a version that is not switched on."""
    for name in INTERPRETERS:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            found = shutil.which(name, path=folder)
            if found and _runs(found):
                return found
    raise MissingEngine(f"Airflow needs one of {', '.join(INTERPRETERS)} on PATH")


def _runs(interpreter: str) -> bool:
    return (
        subprocess.run([interpreter, "-c", "import venv"], check=False, capture_output=True).returncode == 0
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two at once wait for each other."""
    with folder.with_name(folder.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(versions: list[str]) -> int:
    """Install each version, and say where."""
    for version in versions or ["3.3", "2.11"]:
        print(f"Airflow {version}: {install(version)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
