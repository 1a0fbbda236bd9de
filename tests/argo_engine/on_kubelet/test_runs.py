"""Runs that end well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.argo_engine.doing import start, steps_of
from tests.engines.argo_kubelet.adapter import ArgoKubelet

pytestmark = pytest.mark.xdist_group("kubelet")

SECONDS = 120.0


def test_a_plain_flow_succeeds(kubelet: ArgoKubelet, own: Path) -> None:
    run = start(kubelet, own / "plain.py", word="kubelet")
    assert kubelet.wait(run, SECONDS) == "succeeded"
    data = steps_of(kubelet.store, run)["end"].task.data
    assert data.letters == list("kubelet")
