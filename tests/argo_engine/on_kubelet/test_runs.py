"""What steps find themselves in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.argo_engine.doing import start, steps_of
from tests.engines.argo.kubelet.cgroups import is_unified
from tests.engines.argo_kubelet.adapter import ArgoKubelet

pytestmark = pytest.mark.xdist_group("kubelet")

SECONDS = 180.0
NOTHING = "0" * 16
FILTERED = "2"
"""The mode of a process whose system calls are filtered."""


def test_a_plain_flow_succeeds(kubelet: ArgoKubelet, own: Path) -> None:
    run = start(kubelet, own / "plain.py", word="kubelet")
    assert kubelet.wait(run, SECONDS) == "succeeded"
    data = steps_of(kubelet.store, run)["end"].task.data
    assert (data.letters, data.count) == (list("kubelet"), 7)


def test_steps_have_what_they_ask_for_and_no_more_rights_than_they_need(
    kubelet: ArgoKubelet, own: Path
) -> None:
    run = start(kubelet, own / "looking.py")
    assert kubelet.wait(run, SECONDS) == "succeeded"
    data = steps_of(kubelet.store, run)["end"].task.data
    half, quarter = (None, None) if is_unified() else (512, 256)
    assert data.bounded == ("0.5", 200 * 1024 * 1024, half)
    assert data.unbounded == ("", None, quarter)
    assert data.identity == (1000, 1000, [1000])
    assert data.kernel == {"NoNewPrivs": "1", "Seccomp": FILTERED, "CapEff": NOTHING, "CapBnd": NOTHING}
    assert data.became_root is False
    assert data.writable == ["/dev/mqueue", "/dev/shm", "/tmp", "/var/run/argo"]
