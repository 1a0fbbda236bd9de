"""Starting the cluster of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.argo.kube.cluster import TRIES, Cluster, Ended

pytestmark = pytest.mark.xdist_group("argo")

COUNT = "echo started >> ../started; exit 3"


def test_a_cluster_that_does_not_start_is_tried_again_and_then_told(tmp_path: Path) -> None:
    for name, script in (("etcd", COUNT), ("kube-apiserver", "sleep 60")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    cluster = Cluster(tmp_path, tmp_path / "cluster")
    with pytest.raises(Ended, match=r"etcd.* ended with 3"):
        cluster.start()
    assert (tmp_path / "started").read_text() == "started\n" * TRIES
    assert cluster.processes == []
