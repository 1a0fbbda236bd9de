"""Set up `.venv-3.10` and `.venv-3.13`, where those interpreters exist, for the byte-for-byte tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("3.10", "3.13")


def interpreter(version: str) -> str | None:
    """A working Python of this version: on PATH, or among those of pyenv."""
    pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    for candidate in (shutil.which(f"python{version}"), *map(str, pyenv)):
        if candidate and _version(candidate) == version:
            return candidate
    return None


def _version(python: str) -> str | None:
    code = "import sys, ensurepip; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - a Python found above
    return done.stdout.strip() if done.returncode == 0 else None


def stamp(folder: Path) -> Path:
    """Exists when the environment is as pyproject.toml wants it."""
    import zlib

    return folder / f"ready-{zlib.crc32((ROOT / 'pyproject.toml').read_bytes()):08x}"


def set_up(version: str, python: str) -> bool:
    """Create the environment; whether it worked."""
    folder = ROOT / f".venv-{version}"
    ready = stamp(folder)
    if ready.exists():
        return True
    print(f"make: creating {folder.name}", flush=True)
    own = str(folder / "bin" / "python")
    commands = (
        [python, "-m", "venv", "--clear", str(folder)],
        [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", str(ROOT)],
    )
    for command in commands:
        if subprocess.run(command, check=False).returncode != 0:  # noqa: S603 - fixed commands
            return False
    ready.touch()
    return True


def main() -> int:
    """Set up what can be set up; never fail, but say what is missing."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    for version in VERSIONS:
        python = interpreter(version)
        if version == running:
            continue
        if python is None or not set_up(version, python):
            print(f"make: NOTE: no Python {version} here: its byte-for-byte tests will be skipped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
