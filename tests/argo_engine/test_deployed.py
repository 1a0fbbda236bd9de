"""`flowc deploy` and `flowc trigger --wait` against the engine that runs things."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.argo_engine.doing import steps_of
from tests.cli.run import flowc
from tests.conformance.protocol import Triggered
from tests.deploy.argo.cluster import kubeconfig
from tests.engines.argo.node.image import SHARED
from tests.engines.argo_standin.adapter import FOLDER, ArgoStandIn

FLOW = """from metaflow import FlowSpec, Parameter, step


class DeployedFlow(FlowSpec):
    word = Parameter("word", required=True)

    @step
    def start(self):
        self.items = list(self.word)
        self.next(self.work, foreach="items")

    @step
    def work(self):
        print("item", self.input)
        self.upper = self.input.upper()
        if self.input == "!":
            raise ValueError("no such letter")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.word_again = "".join(one.upper for one in inputs)
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@pytest.fixture
def store(engine: ArgoStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A working folder; the store as it is called on this machine."""
    assert engine.engine.cluster is not None
    (tmp_path / "kubeconfig").write_text(kubeconfig(engine.engine.cluster.admin))
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "kubeconfig"))
    monkeypatch.setenv("FLOWC_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "flow.py").write_text(FLOW)
    (tmp_path / "flowc.toml").write_text(f'store = "{SHARED}/{FOLDER}"\n')
    monkeypatch.chdir(tmp_path)
    return str(engine.engine.shared / FOLDER)


def test_deploy_trigger_and_follow(engine: ArgoStandIn, store: str) -> None:
    ran = flowc("deploy", "flow.py", "--target", "argo")
    assert ran.status == 0, ran
    words = ("trigger", "flow.py", "--target", "argo", "--wait", "--store", store)
    ran = flowc(*words, "--run-id", "deployedflow-good", "--word", "a{{b}}$(c)")
    assert ran.status == 0, ran
    end = steps_of(engine.store, Triggered("DeployedFlow", "deployedflow-good"))["end"].task.data
    assert end.word_again == "A{{B}}$(C)"
    ran = flowc("logs", "DeployedFlow/deployedflow-good/work", "--target", "argo", "--store", store)
    assert ran.status == 0 and "item {" in ran.out, ran
    ran = flowc(*words, "--run-id", "deployedflow-bad", "--word", "a!")
    assert ran.status == 1 and "error: the run failed" in ran.err, ran
    ran = flowc("runs", "flow.py", "--target", "argo", "--store", store)
    assert {line.split()[0]: line.split()[3] for line in ran.out.splitlines()} == {
        "deployedflow/deployedflow-good": "succeeded",
        "deployedflow/deployedflow-bad": "failed",
    }
