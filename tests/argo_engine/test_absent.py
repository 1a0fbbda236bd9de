"""An engine that is not there is said loudly, and never taken for one on which everything passed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("argo")

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("tests.conformance", "argo-standin", "--again", "hello"),
            "NOTHING WAS TESTED: Go is not installed",
        ),
        (
            ("tests.engines.argo.controller",),
            "NOTHING WAS TESTED ON ARGO'S OWN CONTROLLER. Go is not installed",
        ),
        (("tests.engines.argo.build",), "Go is not installed"),
        (("tests.engines.argo.kubelet.build",), "a kubelet needs apt-get, dpkg, ip, ldd, mount here"),
    ],
)
def test_without_go_the_status_is_3(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    environment = {
        **os.environ,
        "PATH": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert said in done.stderr


def test_what_cannot_be_built_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.conformance.protocol import Unavailable
    from tests.engines.argo import build

    go = tmp_path / "go"
    go.write_text("#!/bin/sh\necho 'server response: not available' >&2\nexit 1\n")
    go.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(Unavailable, match=r"etcd cannot be built:\nserver response: not available"):
        build.binaries()
    assert not build.is_built()
