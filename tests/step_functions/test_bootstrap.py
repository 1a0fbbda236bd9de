"""The program that fetches the code: run, with a store in a folder and with one behind S3."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from flowc.backends import bootstrap

PACKAGE = b"import sys\nprint('ran', sys.argv[1:])\nsys.exit(7)\n"
DIGEST = hashlib.sha256(PACKAGE).hexdigest()


def start(store: str, digest: str = DIGEST, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        bootstrap.command(sys.executable, digest, ("step", "it's $HOME; `ls`")),
        env={**os.environ, "FLOWC_STORE": store, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def folder(tmp_path: Path, content: bytes = PACKAGE) -> str:
    place = tmp_path / bootstrap.package_key(DIGEST)
    place.parent.mkdir()
    place.write_bytes(content)
    return str(tmp_path)


def test_the_code_runs_with_its_arguments_as_they_are(tmp_path: Path) -> None:
    done = start(folder(tmp_path))
    assert (done.returncode, done.stdout) == (7, "ran ['step', \"it's $HOME; `ls`\"]\n"), done.stderr


def test_damaged_code_is_not_run_and_not_tried_again(tmp_path: Path) -> None:
    done = start(folder(tmp_path, PACKAGE + b"#"))
    assert (done.returncode, done.stdout) == (78, "")
    assert "is damaged" in done.stderr


def test_missing_code_is_said(tmp_path: Path) -> None:
    done = start(str(tmp_path))
    assert done.returncode == 1
    assert "the code package cannot be fetched" in done.stderr
    assert bootstrap.package_key(DIGEST) in done.stderr


def test_an_image_without_a_client_is_told_what_it_needs(tmp_path: Path) -> None:
    for name in ("obstore", "boto3"):
        (tmp_path / f"{name}.py").write_text("raise ImportError\n")
    done = start("s3://artifacts", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "needs the package obstore (or boto3)" in done.stderr


def test_the_program_is_constant_and_means_nothing_to_batch() -> None:
    program = bootstrap.program()
    assert "Ref::" not in program and "$" not in program
    assert len(program) < 2048
    assert bootstrap.command("python", "a" * 64, ("x",)) == ("python", "-c", program, "a" * 64, "x")
