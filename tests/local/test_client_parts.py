"""What flows, runs, steps, tasks and artifacts have in common in the client, as Metaflow's client has it."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowc.client import DataArtifact, Flow, Run, Runner, Step, Task, namespace
from flowc.client.errors import (
    MetaflowInvalidPathspec,
    MetaflowNamespaceMismatch,
    MetaflowNotFound,
    MetaflowTaggingError,
)
from flowc.client.places import opened
from flowc.runtime_shim.dsl import exceptions
from flowc.runtime_shim.store import Store
from tests.local.running import Place

FLOW = """
class PartsFlow(FlowSpec):
    @step
    def start(self):
        self.items = ["a", "b"]
        self.next(self.work, foreach="items")

    @catch(var="why")
    @retry(times=1, minutes_between_retries=0)
    @step
    def work(self):
        self.tried = current.retry_count
        if self.input == "b":
            raise ValueError("b")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.gang, num_parallel=2)

    @parallel
    @step
    def gang(self):
        self.next(self.after)

    @step
    def after(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        from metaflow import Flow
        from metaflow.exception import MetaflowNotFound
        try:
            Flow("NoSuchFlow")
        except MetaflowNotFound:
            self.caught = True
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("parts"))
    place.write("from metaflow import parallel\n" + FLOW)
    done = place.flowc("run", "flow.py", "--tag", "a")
    assert done.code == 0, done.err
    return place


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    yield opened(str(place.folder / "store"))
    namespace(None)


@pytest.fixture
def run(store: Store) -> Run:
    found = Flow("PartsFlow", store=store).latest_run
    assert found is not None
    return found


def test_a_step_catches_what_the_client_raises(run: Run) -> None:
    """By the names of `metaflow.exception`."""
    assert run["end"].task.data.caught is True
    assert issubclass(MetaflowInvalidPathspec, exceptions.MetaflowInvalidPathspec)
    assert (MetaflowNotFound, MetaflowNamespaceMismatch) == (
        exceptions.MetaflowNotFound,
        exceptions.MetaflowNamespaceMismatch,
    )


@pytest.mark.parametrize(
    ("kind", "spec"), [(Flow, "a/b"), (Run, "PartsFlow"), (Step, "F/1"), (Task, "F/1/x"), (DataArtifact, "F")]
)
def test_addresses_of_something_else(store: Store, kind: type[Any], spec: str) -> None:
    with pytest.raises(MetaflowInvalidPathspec, match="is named Flow"):
        kind(spec, store=store)


def test_an_artifact_that_is_not_there(store: Store, run: Run) -> None:
    with pytest.raises(MetaflowNotFound, match="no artifact 'zz'"):
        DataArtifact(f"{run.pathspec}/start/r/zz", store=store)


def test_tags_of_all_parts(run: Run) -> None:
    step, task = run["start"], run["start"].task
    for part in (run, step, task, task["items"]):
        assert part.user_tags == {"a"}
        assert part.tags == part.user_tags | part.system_tags
        assert part.system_tags == run.system_tags != frozenset()
    assert run.parent.tags == frozenset()
    assert run.parent.parent is None


def test_namespaces(store: Store, run: Run) -> None:
    namespace("a")
    parts = (run.parent, run, run["start"], run["start"].task, run["start"].task["items"])
    assert [part.is_in_namespace() for part in parts] == [True] * 5
    assert Run(run.pathspec, store=store) == run
    namespace("user:nobody-of-that-name")
    assert [part.is_in_namespace() for part in parts] == [False] * 5
    for part in parts:
        with pytest.raises(MetaflowNamespaceMismatch, match="nobody-of-that-name"):
            type(part)(part.pathspec, store=store)
        assert type(part)(part.pathspec, store=store, _namespace_check=False) == part


def test_attempts(store: Store, run: Run) -> None:
    path = f"{run.pathspec}/work/r.1"
    assert [Task(path, attempt=number, store=store).data.tried for number in (0, 1)] == [0, 1]
    assert Task(path, attempt=0, store=store).exception.type == "builtins.ValueError"
    assert Task(path, store=store).data.why.exception == "b"
    assert not Task(path, attempt=0, store=store).done
    assert Task(path, attempt=1, store=store).done
    assert DataArtifact(f"{path}/tried", attempt=0, store=store).data == 0
    with pytest.raises(MetaflowNotFound, match="no attempt 7"):
        Task(path, attempt=7, store=store)


def test_neighbours(run: Run) -> None:
    assert [step.id for step in run["join"].parent_steps] == ["work"]
    assert [step.id for step in run["join"].child_steps] == ["gang"]
    assert list(run["start"].parent_steps) == list(run["end"].child_steps) == []
    assert [task.id for task in run["gang"].control_tasks()] == ["r.0"]
    assert run["gang"].control_task == run["gang"]["r.0"]
    assert run["work"].control_task is None
    task = run["start"].task
    assert sorted(task.child_task_pathspecs) == [f"{run.pathspec}/work/r.{index}" for index in (0, 1)]


def test_facts_about_a_task(run: Run) -> None:
    task = run["start"].task
    facts = {fact.name: fact.value for fact in task.metadata}
    assert facts == task.metadata_dict
    assert {(fact.created_at, fact.task) for fact in task.metadata} == {(task.finished_at, task)}
    assert task.runtime_name == "dev"
    assert task.environment_info["flow_name"] == run["start"].environment_info["flow_name"] == "PartsFlow"
    assert task.code is None
    assert task.origin_pathspec is None


def test_what_can_be_pickled(run: Run) -> None:
    task = run["start"].task
    assert task.artifacts.items.data == ["a", "b"]
    for part in (run.parent, run, run["start"], task, task["items"]):
        assert pickle.loads(pickle.dumps(part)) == part
    assert pickle.loads(pickle.dumps(task["items"])).data == ["a", "b"]


@pytest.mark.parametrize("tag", [5, "", None, ["x", ""]])
def test_what_cannot_be_a_tag(run: Run, tag: Any) -> None:
    with pytest.raises(MetaflowTaggingError, match="not empty"):
        run.add_tag(tag)


def test_system_tags_stay(run: Run) -> None:
    system = next(iter(run.system_tags))
    with pytest.raises(MetaflowTaggingError, match=system):
        run.remove_tag(system)
    run.add_tags(["late", system])
    assert run.user_tags == {"a", "late"}
    run.remove_tag(["late"])
    assert run.user_tags == {"a"}


def test_parts_of_a_resumed_run(place: Place, run: Run) -> None:
    done = place.flowc("resume", run.pathspec, "--from", "end")
    assert done.code == 0, done.err
    resumed = place.latest("PartsFlow")
    assert resumed.origin_pathspec == run.pathspec
    assert resumed["start"].origin_pathspec == f"{run.pathspec}/start"
    assert resumed["start"].task["items"].origin_pathspec == f"{run.pathspec}/start/r/items"


def test_an_unpicklable_path(tmp_path: Path) -> None:
    """A store is kept by its address: a run read in another process reads from there."""
    store = opened(str(tmp_path))
    assert pickle.loads(pickle.dumps(store)).url == store.url


def test_a_runner_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.py"):
        Runner("nowhere.py", cwd=str(tmp_path))


def test_a_run_that_cannot_start(place: Place) -> None:
    """A program learns why, as from Metaflow's Runner: there is no run that it could ask."""
    runner = Runner("flow.py", show_output=False, cwd=str(place.folder), env=place.variables())
    with pytest.raises(RuntimeError, match=r"the run did not start:\n(?s:.*)`?size"):
        runner.run(size=3)
    with pytest.raises(RuntimeError, match="did not start"):
        asyncio.run(runner.async_run(size=3))


def test_a_run_that_was_just_started_can_be_read(place: Place) -> None:
    async def start() -> str:
        async with Runner(
            "flow.py", show_output=False, cwd=str(place.folder), env=place.variables()
        ) as runner:
            running = await runner.async_run()
            found = running.run.id
            await running.wait()
            assert running.status == "successful"
            return found

    assert asyncio.run(start()) in Flow("PartsFlow", store=opened(str(place.folder / "store")))
