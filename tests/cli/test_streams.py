"""Standard streams that are closed: what is lost is said, and nothing fails for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import HELLO

ROOT = Path(__file__).resolve().parents[2]


def flowc(folder: Path, arguments: str, redirected: str) -> subprocess.CompletedProcess[str]:
    (folder / "hello.py").write_text(HELLO)
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m flowc {arguments} {redirected}', sys.executable],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "FLOWC_CACHE_DIR": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", ["rules", "check hello.py", "explain FLOW021"])
def test_a_closed_stdout_is_said(arguments: str, tmp_path: Path) -> None:
    done = flowc(tmp_path, arguments, ">&-")
    assert (done.returncode, done.stderr) == (2, "error: cannot write the output: Bad file descriptor\n")


def test_a_file_is_written_whatever_streams_are_closed(tmp_path: Path) -> None:
    done = flowc(tmp_path, "compile --target argo hello.py -o out.yaml", "<&- >&- 2>&-")
    assert done.returncode == 0
    assert "kind: WorkflowTemplate" in (tmp_path / "out.yaml").read_text()
