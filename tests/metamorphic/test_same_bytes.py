"""The same bytes under any hash seed, from any folder, with any line ends, under every Python."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.expected import ROOT
from tests.metamorphic.emit_all import outputs

GOLDEN = ROOT / "golden"
VERSIONS = ("3.10", "3.13")


@functools.cache
def here() -> dict[str, str]:
    """What this process makes of the golden flows."""
    return outputs(GOLDEN)


def elsewhere(python: str, golden: Path, seed: str = "random") -> dict[str, str]:
    """What another process makes of them."""
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [python, "-m", "tests.metamorphic.emit_all", str(golden)],
        env={**environment, "HOME": str(golden), "USER": "nobody", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    made = json.loads(done.stdout)
    assert isinstance(made, dict)
    return made


def assert_same(made: dict[str, str]) -> None:
    wanted = here()
    assert sorted(made) == sorted(wanted)
    assert [name for name in made if made[name] != wanted[name]] == []


def copy_of_golden(folder: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, folder, ignore=shutil.ignore_patterns("expected.*", "errors")))


def test_there_is_something_to_compare() -> None:
    texts = here()
    assert len(texts) > 200
    assert sum(name.endswith(".yaml") for name in texts) == len(list(GOLDEN.glob("*/flow.py")))


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_hash_seed_does_not_matter(seed: str) -> None:
    assert_same(elsewhere(sys.executable, GOLDEN, seed))


def test_the_folder_of_the_checkout_does_not_matter(tmp_path: Path) -> None:
    assert_same(outputs(copy_of_golden(tmp_path / "an other żółw" / "checkout")))


def test_line_ends_do_not_matter(tmp_path: Path) -> None:
    folder = copy_of_golden(tmp_path / "crlf")
    for path in folder.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert_same(outputs(folder))


def test_times_and_modes_of_files_do_not_matter(tmp_path: Path) -> None:
    folder = copy_of_golden(tmp_path / "touched")
    for path in folder.rglob("*.py"):
        os.utime(path, (10**9, 10**9))
        path.chmod(0o755)
    assert_same(outputs(folder))


@pytest.mark.parametrize("version", VERSIONS)
def test_the_version_of_python_does_not_matter(version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"NOT TESTED under Python {version}: no .venv-{version}; `make pythons` sets it up")
    assert_same(elsewhere(python, GOLDEN))


def interpreter(version: str) -> str | None:
    """A Python of this version that flowc is installed for."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    if running == version:
        return sys.executable
    named = os.environ.get(f"FLOWC_TEST_PYTHON_{version.replace('.', '_')}")
    own = ROOT / f".venv-{version}" / "bin" / "python"
    return named or (str(own) if own.exists() else None)
