"""Deploying, retrying and submitting more than once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.argo_engine.doing import WORKFLOWS, mark, pods, retry, start, steps_of, until_held
from tests.conformance.protocol import Triggered
from tests.engines.argo.kube.setup import apply_all
from tests.engines.argo_standin.adapter import ArgoStandIn, compiled, submission

pytestmark = pytest.mark.xdist_group("argo")

SECONDS = 120.0


@pytest.fixture
def wrong(engine: ArgoStandIn) -> Path:
    """The mark whose absence makes the flow fail."""
    right = mark(engine, "right")
    right.unlink(missing_ok=True)
    return right


def test_retry_goes_on_from_what_was_done(engine: ArgoStandIn, flows: Path, wrong: Path) -> None:
    run = start(engine, flows / "failing.py")
    assert engine.wait(run, SECONDS) == "failed"
    wrong.touch()
    retry(engine, run.run)
    assert engine.wait(run, SECONDS) == "succeeded"
    assert mark(engine, f"{run.run}-started").read_text() == "once\n"
    assert steps_of(engine.store, run)["end"].task.data.third == 3


def test_resubmit_is_another_run(engine: ArgoStandIn, flows: Path, wrong: Path) -> None:
    first = start(engine, flows / "failing.py")
    assert engine.wait(first, SECONDS) == "failed"
    wrong.touch()
    second = start(engine, flows / "failing.py")
    assert engine.wait(second, SECONDS) == "succeeded"
    assert mark(engine, f"{second.run}-started").read_text() == "once\n"
    assert not steps_of(engine.store, first)["work"].task.done


def test_a_name_that_is_used_again_is_not_the_same_run(engine: ArgoStandIn, flows: Path, wrong: Path) -> None:
    wrong.touch()
    first = start(engine, flows / "failing.py")
    assert engine.wait(first, SECONDS) == "succeeded"
    engine.engine.api.delete(f"{WORKFLOWS}/{first.run}")
    given = {one["name"]: one["value"] for one in first.handle["spec"]["arguments"]["parameters"]}
    workflow = submission(engine.deploy(flows / "failing.py").handle, given)
    workflow["metadata"] = {"name": first.run}
    again = Triggered(first.flow, engine.engine.submit(workflow)["metadata"]["name"])
    assert engine.wait(again, SECONDS) == "failed"
    (pod,) = pods(engine, first.run, "start")
    codes = [one["state"]["terminated"]["exitCode"] for one in pod["status"]["containerStatuses"]]
    assert 78 in codes


def test_a_run_ends_on_the_code_that_it_began_with(engine: ArgoStandIn, flows: Path, tmp_path: Path) -> None:
    source = (flows / "held.py").read_text()
    old, new = tmp_path / "old" / "held.py", tmp_path / "new" / "held.py"
    for file, text in ((old, source), (new, source.replace('"first"', '"second"'))):
        file.parent.mkdir()
        file.write_text(text)
    before = start(engine, old)
    until_held(engine, before.run)
    after = start(engine, new)
    for run in (before, after):
        mark(engine, f"{run.run}-go").touch()
    assert [engine.wait(run, SECONDS) for run in (before, after)] == ["succeeded", "succeeded"]
    for run, version in ((before, "first"), (after, "second")):
        data = steps_of(engine.store, run)["end"].task.data
        assert (data.version, data.version_at_end) == (version, version)


def test_the_same_manifest_twice_changes_nothing(engine: ArgoStandIn, flows: Path) -> None:
    text = compiled(flows / "held.py")
    versions = [
        [(one["kind"], one["metadata"]["resourceVersion"]) for one in apply_all(engine.engine.api, text)]
        for _ in range(2)
    ]
    assert versions[0] == versions[1]
    assert [kind for kind, _ in versions[0]] == ["WorkflowTemplate", "ConfigMap"]
