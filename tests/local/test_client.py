"""The client's attributes, on one run of each kind."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from flowc.client import DataArtifact, Flow, Metaflow, MetaflowNotFound, Run, Runner, Step, Task, namespace
from flowc.client.places import opened
from flowc.runtime_shim.store import Store
from flowc.runtime_shim.store.layout import FlowKeys
from tests.local.running import ROOT, SUM, Place

CAUGHT = """
class CaughtFlow(FlowSpec):
    @catch(var="why")
    @step
    def start(self):
        raise ValueError("never mind")
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("client"))
    place.write(SUM)
    place.write(CAUGHT, "caught.py")
    assert place.flowc("run", "flow.py", "--factor", "3", "--tag", "a", "--tag", "b").code == 0
    (place.folder / "broken").touch()
    assert place.flowc("run", "flow.py", "--max-workers", "1").code == 1
    (place.folder / "broken").unlink()
    assert place.flowc("run", "caught.py").code == 0
    return place


@pytest.fixture
def store(place: Place) -> Store:
    return opened(str(place.folder / "store"))


def test_flows_and_their_runs(store: Store) -> None:
    assert [flow.id for flow in Metaflow(store)] == ["CaughtFlow", "SumFlow"]
    assert "SumFlow" in Metaflow(store)
    flow = Metaflow(store)["SumFlow"]
    failed, good = list(flow)
    assert flow.latest_run == failed
    assert flow.latest_successful_run == good
    assert list(flow.runs("a")) == [good]
    assert list(flow.runs("a", "z")) == []
    assert good.id in flow
    assert flow[good.id] == good
    assert (good.successful, good.finished, failed.successful) == (True, True, False)
    assert failed.end_task is None
    assert failed.data is None
    assert good.parameters == {"factor": 3}


def test_steps_tasks_and_artifacts(store: Store) -> None:
    run = Flow("SumFlow", store=store).latest_successful_run
    assert run is not None
    assert [step.id for step in run] == ["end", "join", "work", "start"]
    work = run["work"]
    assert [task.id for task in work] == ["r.2", "r.1", "r.0"]
    assert [task.index for task in work] == [2, 1, 0]
    assert [task.data.x for task in work] == [9, 6, 3]
    task = work["r.1"]
    assert task.pathspec == f"SumFlow/{run.id}/work/r.1"
    assert [artifact.id for artifact in task] == ["factor", "items", "x"]
    assert task.artifacts.x.data == 6
    assert task["x"].data == 6
    assert "x" in task
    assert "y" not in task
    assert task.metadata_dict["attempt"] == "0"
    assert [parent.id for parent in task.parent_tasks] == ["r"]
    assert [child.parent.id for child in task.child_tasks] == ["join"]
    assert isinstance(task.finished_at, datetime)
    assert run["end"].task.stdout == "total 18\n"
    assert [line for _, line in run["end"].task.loglines("stdout")] == ["total 18"]


def test_everything_can_be_named_by_its_pathspec(store: Store) -> None:
    run = Flow("SumFlow", store=store).latest_successful_run
    assert run is not None
    for kind, spec in ((Run, ""), (Step, "/work"), (Task, "/work/r.1"), (DataArtifact, "/work/r.1/x")):
        found = kind(run.pathspec + spec, store=store)
        assert found.pathspec == run.pathspec + spec
    assert Task(f"{run.pathspec}/work/r.1", store=store).parent == run["work"]
    assert run["work"].parent == run
    assert run.parent.id == "SumFlow"


@pytest.mark.parametrize(
    ("kind", "spec"),
    [(Flow, "NoFlow"), (Run, "SumFlow/1"), (Run, "SumFlow"), (Step, "SumFlow/1/x"), (Task, "SumFlow/1/x/r")],
)
def test_what_is_not_there(store: Store, kind: type[Flow], spec: str) -> None:
    with pytest.raises(MetaflowNotFound):
        kind(spec, store=store)


def test_members_that_are_not_there(store: Store) -> None:
    run = Flow("SumFlow", store=store).latest_successful_run
    assert run is not None
    with pytest.raises(KeyError):
        run["wrok"]
    with pytest.raises(KeyError):
        run["work"]["r.9"]
    with pytest.raises(KeyError):
        run["work"]["r.1"]["y"]
    with pytest.raises(AttributeError):
        _ = run["work"]["r.1"].data.y


def test_a_failed_task_has_its_exception_and_its_artifacts(store: Store) -> None:
    run = Flow("SumFlow", store=store).latest_run
    assert run is not None
    task = run["work"]["r.1"]
    assert (task.successful, task.finished) == (False, True)
    assert task.exception.exception == "item two is bad"
    assert "ValueError" in task.exception.type
    assert task["items"].data == [1, 2, 3]
    assert "item two is bad" in task.stderr


def test_a_caught_task_is_done_and_not_successful(store: Store) -> None:
    run = Flow("CaughtFlow", store=store).latest_run
    assert run is not None
    assert run.successful
    task = run["start"].task
    assert (task.successful, task.finished, task.exception) == (False, True, None)
    assert task.data.why.exception == "never mind"


def test_tags_can_be_changed(store: Store) -> None:
    run = Flow("SumFlow", store=store).latest_successful_run
    assert run is not None
    run.add_tag("best")
    run.replace_tag("a", "z")
    again = Run(run.pathspec, store=store)
    assert again.user_tags == {"b", "best", "z"}
    assert any(tag.startswith("user:") for tag in again.system_tags)
    run.replace_tags(["z", "best"], ["a"])


def test_a_namespace_is_a_tag(store: Store) -> None:
    try:
        namespace("b")
        assert len(list(Flow("SumFlow", store=store))) == 1
    finally:
        namespace(None)


def test_a_program_can_run_a_flow(place: Place, store: Store) -> None:
    options = {"env": {"PYTHONPATH": str(ROOT)}, "cwd": str(place.folder), "store": store.url}
    with Runner("flow.py", show_output=False, **options).run(factor=7, tags=["mine"]) as running:
        assert running.status == "successful"
        assert running.returncode == 0
        assert "[end] total 42" in running.stdout
        assert running.run.data.total == 42
        assert "mine" in running.run.tags
        run_id = running.run.id
    with Runner("flow.py", show_output=False, **options).resume(run_id, "join") as resumed:
        assert resumed.run.origin_pathspec == f"SumFlow/{run_id}"
        assert resumed.run.data.total == 42
    with pytest.raises(RuntimeError, match=r"did not start:\n(?s:.*)not a whole number"):
        Runner("flow.py", show_output=False, **options).run(factor="x")


def test_a_program_can_wait_for_a_run(place: Place, store: Store) -> None:
    async def both() -> list[str]:
        runner = Runner("flow.py", False, None, {"PYTHONPATH": str(ROOT)}, str(place.folder), store=store.url)
        async with await runner.async_run(factor=2) as running:
            lines = [line async for _, line in running.stream_log("stdout")]
            await running.wait()
            assert running.status == "successful"
            return lines

    assert "[end] total 12" in asyncio.run(both())


def test_a_store_need_not_be_here(tmp_path: Path) -> None:
    assert list(Metaflow(str(tmp_path / "nothing"))) == []


def test_a_run_whose_record_was_raced_for_is_shown_once(tmp_path: Path) -> None:
    """Two first tasks enter the run in the index; the record tells which entry is that of the run."""
    place = Place(tmp_path)
    place.write(SUM)
    place.flowc("run", "flow.py")
    run = place.latest("SumFlow")
    keys = FlowKeys("_", "_", "SumFlow")
    store = opened(str(tmp_path / "store"))
    for late in (-5, 5):
        store.put(keys.index_entry(run.record["created"] + late, run.id), b"")
    assert [each.id for each in Flow("SumFlow", store=store)] == [run.id]
    assert len(place.flowc("runs", "--json").out.splitlines()) == 1
