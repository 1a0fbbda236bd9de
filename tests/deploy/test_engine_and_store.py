"""Runs on an engine whose tasks are in a store: both together make the picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowc.backends.deployment import RunState, StepState
from flowc.client.places import find_run
from flowc.deploying import follow
from flowc.deploying.places import RunPlace
from flowc.runtime_shim.store import StoreError, open_store
from tests.cli.run import flowc
from tests.deploy.conftest import FLOW
from tests.deploy.fake import FakeEngine

FAILING = FLOW.replace("self.greeting = ", 'print("trying")\n        self.greeting = ').replace(
    "print(self.greeting)", 'raise ValueError("not today")'
)


@pytest.fixture
def engine_run(folder: Path, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a run that the fake engine has, and whose tasks really ran: `start` is done, `end` has failed."""
    (folder / "flow.py").write_text(FAILING)
    assert flowc("deploy", "flow.py", "--target", "fake").status == 0
    assert flowc("run", "flow.py", "--name", "you", "--run-id-file", "id").status == 1
    run = (folder / "id").read_text()
    assert flowc("trigger", "flow.py", "--target", "fake", "--name", "you", "--run-id", run).status == 0
    engine.states = [RunState(run=run, phase="failed", message="task end failed", created=1e9)]
    monkeypatch.setattr(follow.Followed, "wait", lambda self, seconds: None, raising=False)
    return run


def test_status_has_the_phase_of_the_engine_and_the_tasks_of_the_store(engine_run: str) -> None:
    ran = flowc("status", f"helloflow/{engine_run}", "--target", "fake")
    assert ran.status == 0
    head, *rest = ran.out.splitlines()
    assert head.startswith(f"helloflow/{engine_run}  failed, started ")
    assert rest == ["  end: 1 failed", "  start: 1 done", "  task end failed"]


def test_status_as_json(engine_run: str) -> None:
    document = json.loads(flowc("status", f"helloflow/{engine_run}", "--target", "fake", "--json").out)
    assert document["steps"] == {"end": {"failed": 1}, "start": {"done": 1}}
    assert (document["status"], document["complete"], document["on_engine"]) == ("failed", False, True)


def test_the_flow_is_found_by_the_run_alone(engine_run: str) -> None:
    assert flowc("status", engine_run, "--target", "fake").out.startswith(f"helloflow/{engine_run}  failed")
    assert (
        "which flow is run 'other' of? name it: FLOW/other"
        in flowc("status", "other", "--target", "fake").err
    )


def test_a_run_that_the_engine_has_forgotten_is_in_the_store(engine_run: str, engine: FakeEngine) -> None:
    engine.runs.clear()
    ran = flowc("status", f"helloflow/{engine_run}", "--target", "fake")
    assert ran.status == 0 and "  unknown, started" in ran.out
    assert "the engine has no such run (any more); this is what the store knows" in ran.out
    ran = flowc("status", "helloflow/other", "--target", "fake")
    assert ran.status == 1 and "error[FLOW345]: there is no run `other`" in ran.err


def test_the_counts_of_the_engine_stand_in_for_the_store(engine_run: str, engine: FakeEngine) -> None:
    engine.runs["helloflow", "other"] = {}
    engine.states = [
        RunState(run="other", phase="running", steps=(StepState(step="start", running=2, failed=1),))
    ]
    ran = flowc("status", "helloflow/other", "--target", "fake")
    assert ran.out.splitlines()[1] == "  start: 1 failed, 2 running"


def test_logs_come_from_the_store_first(engine_run: str, engine: FakeEngine) -> None:
    assert (
        flowc("logs", f"helloflow/{engine_run}", "--target", "fake", "--stdout").out == "[start/r] trying\n"
    )
    assert flowc("logs", f"helloflow/{engine_run}/start/r", "--target", "fake").out == "trying\n"
    engine.runs["helloflow", "other"] = {}
    assert flowc("logs", "helloflow/other/end", "--target", "fake").out == "engine log of end\n"


def test_runs_of_both_are_one_list(engine_run: str, engine: FakeEngine, folder: Path) -> None:
    assert flowc("run", "flow.py", "--name", "me", "--run-id-file", "second", "--tag", "late").status == 1
    second = (folder / "second").read_text()
    lines = flowc("runs", "flow.py", "--target", "fake").out.splitlines()
    assert [line.split("  ")[0] for line in lines] == [f"helloflow/{second}", f"helloflow/{engine_run}"]
    assert [line.split("  ")[2] for line in lines] == ["unknown", "running"]
    assert lines[0].endswith("  late")
    (row,) = flowc("runs", "helloflow", "--target", "fake", "--limit", "1", "--json").out.splitlines()
    assert json.loads(row)["run"] == f"helloflow/{second}"


def test_following_tells_the_tasks_of_the_store(engine_run: str) -> None:
    arguments = ("--name", "you", "--run-id", engine_run, "--wait", "--json")
    ran = flowc("trigger", "flow.py", "--target", "fake", *arguments)
    assert ran.status == 1
    events = [json.loads(line) for line in ran.out.splitlines()]
    ends = [(event["step"], event["ending"]) for event in events if event["event"] == "task_ended"]
    assert ends == [("start", "done"), ("end", "failed")]
    (failed,) = (event for event in events if event.get("ending") == "failed")
    assert failed["detail"] == "ValueError: not today"
    assert (events[-1]["status"], events[-1]["tasks"]) == ("failed", 1)


@pytest.fixture
def broken_store(engine_run: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same run, while the store does not answer."""

    def fail(self: RunPlace) -> None:
        raise StoreError("no answer")

    monkeypatch.setattr(RunPlace, "keys", fail)
    return engine_run


def test_a_store_that_fails_leaves_the_engine_s_view(broken_store: str, engine: FakeEngine) -> None:
    steps = (StepState(step="start", succeeded=1),)
    engine.states = [RunState(run=broken_store, phase="failed", steps=steps, created=1e9)]
    ran = flowc("status", f"helloflow/{broken_store}", "--target", "fake")
    assert (ran.status, ran.err) == (0, "warning: the store cannot be read: no answer\n")
    assert ran.out.splitlines()[1:] == ["  start: 1 done"]
    ran = flowc("logs", f"helloflow/{broken_store}/start", "--target", "fake")
    assert (ran.status, ran.out) == (0, "engine log of start\n")
    ran = flowc("trigger", "flow.py", "--target", "fake", "--name", "you", "--run-id", broken_store, "--wait")
    assert ran.status == 1
    assert ran.err.splitlines()[0] == "warning: the store cannot be read: no answer"
    assert "start done" in ran.out.splitlines()


def test_an_attempt_that_was_killed_is_told_when_the_run_is_over(
    engine_run: str, engine: FakeEngine, folder: Path
) -> None:
    store = open_store(str(folder.parent / "store"))
    keys = find_run(store, None, engine_run)[0].task("end", "r")
    (attempt,) = {key.split("/")[-2] for key in store.list(keys.root) if key.endswith("manifest.json")}
    store.delete(keys.manifest(attempt))
    store.put(keys.log(attempt) + "/000000", b"")
    ran = flowc("status", f"helloflow/{engine_run}", "--target", "fake")
    assert ran.out.splitlines()[1] == "  end: 1 killed"
    arguments = ("--name", "you", "--run-id", engine_run, "--wait")
    ran = flowc("trigger", "flow.py", "--target", "fake", *arguments)
    assert "end failed: it was killed" in ran.out.splitlines()
    engine.states = [RunState(run=engine_run, phase="running", created=1e9)]
    assert "  end: 1 running" in flowc("status", f"helloflow/{engine_run}", "--target", "fake").out
