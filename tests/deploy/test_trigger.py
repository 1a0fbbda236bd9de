"""`flowc trigger`, and the views of runs on an engine."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from flowc.backends.deployment import RunState, Started, StepState
from flowc.backends.local.views.live import Live
from flowc.deploying import follow
from tests.cli.run import flowc
from tests.deploy.conftest import FLOW
from tests.deploy.fake import FakeDeployer, FakeEngine, down

TRIGGER = ("trigger", "flow.py", "--target", "fake")


@pytest.fixture
def live(folder: Path, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The engine with the flow deployed; following does not wait."""
    assert flowc("deploy", "flow.py", "--target", "fake").status == 0
    monkeypatch.setattr(follow.Followed, "wait", lambda self, seconds: None, raising=False)
    return engine


def test_parameters_arrive_typed(live: FakeEngine) -> None:
    ran = flowc(*TRIGGER, "--alpha", "3", "--param", "name=you", "--run-id", "one")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "helloflow/one is started\nhttp://fake/helloflow/one\n"
    assert live.runs == {("helloflow", "one"): {"alpha": 3, "name": "you"}}


def test_numbers_that_engines_would_change_travel_as_text(live: FakeEngine) -> None:
    flowc(*TRIGGER, "--alpha", str(2**53 + 1), "--name", "you", "--run-id", "one")
    assert live.runs["helloflow", "one"]["alpha"] == "9007199254740993"


def test_mistakes_in_parameters_start_nothing(live: FakeEngine) -> None:
    live.requests.clear()
    ran = flowc(*TRIGGER, "--alpha", "three")
    assert ran.status == 1 and ran.out == ""
    assert "error[FLOW346]: parameter `alpha` is 'three', which is not a whole number" in ran.err
    assert "--> flow.py:6:" in ran.err
    assert "error[FLOW346]: parameter `name` is required" in ran.err
    assert live.requests == []


def test_a_file_of_this_machine_cannot_be_given(live: FakeEngine, folder: Path) -> None:
    text = FLOW.replace("FlowSpec, Parameter", "FlowSpec, IncludeFile, Parameter").replace(
        "    alpha =", '    table = IncludeFile("table", default="table.csv")\n    alpha ='
    )
    (folder / "flow.py").write_text(text)
    (folder / "table.csv").write_text("1,2\n")
    ran = flowc(*TRIGGER, "--name", "you", "--table", "table.csv")
    assert ran.status == 1 and live.runs == {}
    assert "error[FLOW346]: the file of `table` cannot be given: the tasks run on other machines" in ran.err


def test_a_name_does_without_the_file(live: FakeEngine) -> None:
    ran = flowc(
        "trigger", "helloflow", "--target", "fake", "--alpha=3", "--param", "name=you", "--run-id", "a"
    )
    assert ran.status == 0
    assert live.runs == {("helloflow", "a"): {"alpha": "3", "name": "you"}}
    assert "not --NAME VALUE" in flowc("trigger", "helloflow", "--target", "fake", "alpha").err


def test_what_is_not_deployed_cannot_be_triggered(folder: Path, engine: FakeEngine) -> None:
    ran = flowc(*TRIGGER, "--name", "you")
    assert ran.status == 1 and "error[FLOW345]: there is no flow `helloflow`" in ran.err
    assert "help: deploy it first" in ran.err


def test_a_file_that_has_changed_since_is_told(live: FakeEngine, folder: Path) -> None:
    (folder / "flow.py").write_text(FLOW.replace("print(self.greeting)", "print(self.greeting, self.alpha)"))
    ran = flowc(*TRIGGER, "--name", "you")
    assert ran.status == 0 and ran.err.startswith("note: flow.py has changed since it was deployed")


def test_the_name_of_a_run_is_its_identity(live: FakeEngine) -> None:
    arguments = (*TRIGGER, "--run-id", "one", "--name")
    assert flowc(*arguments, "you").status == 0
    assert flowc(*arguments, "you").status == 0
    ran = flowc(*arguments, "me")
    assert ran.status == 1 and "error[FLOW347]: there is a run `one` with other parameters" in ran.err
    assert len(live.runs) == 1


def test_waiting_tells_steps_by_the_engine_and_the_status_success(live: FakeEngine) -> None:
    done, running = StepState(step="start", succeeded=1), StepState(step="end", running=1)
    live.states = [
        RunState(run="one", phase="pending"),
        RunState(run="one", phase="running", steps=(done, running)),
        RunState(run="one", phase="succeeded", steps=(done, StepState(step="end", succeeded=1))),
    ]
    ran = flowc(*TRIGGER, "--name", "you", "--run-id", "one", "--wait", "--store", "")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "helloflow/one is started"
    assert lines[3:5] == ["start done", "end done"]
    assert lines[5].startswith("helloflow/one succeeded: 2 tasks in ")


def test_a_run_that_fails_gives_its_reason_and_status_1(live: FakeEngine) -> None:
    live.states = [RunState(run="one", phase="failed", message="no memory")]
    ran = flowc(*TRIGGER, "--name", "you", "--run-id", "one", "--wait", "--json")
    assert ran.status == 1
    assert ran.err == "error: the run failed: no memory\nhelp: flowc logs helloflow/one --target fake@1\n"
    events = [json.loads(line) for line in ran.out.splitlines()]
    assert [event["event"] for event in events] == ["run_started", "run_ended"]
    assert events[1]["status"] == "failed"


def test_following_bears_an_engine_that_is_away_for_a_while(live: FakeEngine) -> None:
    live.states = [RunState(run="one", phase="succeeded")]
    away = [follow.PATIENCE - 1]

    def sometimes_down(request: str) -> None:
        if request.startswith("state") and away[0]:
            away[0] -= 1
            down(request)

    live.before = sometimes_down
    assert flowc(*TRIGGER, "--name", "you", "--run-id", "one", "--wait").status == 0
    away[0] = follow.PATIENCE
    ran = flowc(*TRIGGER, "--name", "you", "--run-id", "one", "--wait")
    assert ran.status == 1 and "error[FLOW342]" in ran.err


def test_an_interrupted_wait_leaves_the_run_alone(live: FakeEngine) -> None:
    def interrupt(request: str) -> None:
        if request.startswith("state"):
            raise KeyboardInterrupt

    live.before = interrupt
    ran = flowc(*TRIGGER, "--name", "you", "--run-id", "one", "--wait")
    assert ran.status == 130
    assert ran.err == "the run goes on\nhelp: flowc status helloflow/one --target fake@1\n"


def test_the_table_of_a_terminal_counts_the_tasks(live: FakeEngine) -> None:
    steps = (StepState(step="start", succeeded=1), StepState(step="end", running=1, succeeded=2))
    live.runs["helloflow", "one"] = {}
    live.states = [
        RunState(run="one", phase="running", steps=steps),
        RunState(run="one", phase="stopped", steps=steps),
    ]
    stream = io.StringIO()
    view = Live(stream, ("start", "end"))
    started = Started(flow="helloflow", run="one")
    followed = follow.Followed(deployer=FakeDeployer(live), started=started, place=None)
    assert follow.follow(followed, view).phase == "stopped"
    view.close()
    rows = [line.split() for line in stream.getvalue().splitlines()]
    assert ["start", "1"] in [row[:2] for row in rows]
    assert ["end", "1", "2"] in [row[:3] for row in rows]
    assert "helloflow/one interrupted: 3 tasks in " in stream.getvalue()
