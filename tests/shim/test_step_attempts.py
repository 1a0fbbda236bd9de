"""One attempt of a step: its errors, `current`, @retry, @catch, @timeout, and what it may ask of the store."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from flowc.runtime_shim.places import TaskRef
from flowc.runtime_shim.task import run_step
from tests.shim.bodies import LINEAR, failing, flow, ran
from tests.shim.running import Running, Stopped


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("pass", "self.nothing", "AttributeError: Flow F has no attribute 'nothing'"),
        ("self.limit = 2", "pass", "AttributeError: `self.limit` is a constant of the flow class"),
        (
            "self.merge_artifacts([])",
            "pass",
            "MetaflowException: merge_artifacts can only be called in a join",
        ),
        (
            "getattr(self, 'next')(self.end)",
            "pass",
            "InvalidNextException: step `start` calls self.next() more than once",
        ),
        ("raise SystemExit(3)", "pass", "SystemExit: 3"),
    ],
)
def test_errors_of_steps(tmp_path: Path, start: str, end: str, message: str) -> None:
    stopped = failing(tmp_path, "    limit = 1\n" + LINEAR.format(start=start, end=end))
    assert stopped.outcome.code == 1
    assert stopped.outcome.message.startswith(message)


def test_artifacts_change_in_place_and_pass_by_reference(tmp_path: Path) -> None:
    start = "self.grown, self.kept, self._hidden = [1], {'a': 1}, 5"
    end = "self.grown.append(2); assert self._hidden == 5"
    running = ran(tmp_path, LINEAR.format(start=start, end=end))
    assert running.artifacts("start")["grown"] == [1]
    assert running.artifacts("end")["grown"] == [1, 2]
    before, after = (running.winner(TaskRef(step, "r"))["artifacts"] for step in ("start", "end"))
    assert before["kept"] == after["kept"]


def test_what_cannot_be_stored_is_named(tmp_path: Path) -> None:
    stopped = failing(
        tmp_path,
        LINEAR.format(start="import threading; self.good = 1; self.f = threading.Lock()", end="pass"),
    )
    assert stopped.outcome.code == 1
    assert "`self.f`, a _thread.lock, cannot be stored at the end of step `start`" in stopped.outcome.message


def test_current(tmp_path: Path) -> None:
    start = """self.said = [current.flow_name, current.run_id, current.step_name, current.task_id]
        self.said.append(current.retry_count)
        self.more = [current.pathspec, sorted(current.tags), current.username, current.is_running_flow]
        self.absent = [hasattr(current, "parallel"), current.get("project_name", "none"), "trigger" in current]
        self.card = current.get("card")"""
    found = ran(tmp_path, LINEAR.format(start=start, end="pass")).artifacts("start")
    assert found["said"] == ["F", "1", "start", "r", 0]
    assert found["more"] == ["F/1/start/r", ["t"], "ann", True]
    assert found["absent"] == [False, "none", False]


def test_retry_and_catch(tmp_path: Path) -> None:
    body = """
    @step
    def start(self):
        self.next(self.flaky)
    @retry(times=2, minutes_between_retries=0)
    @step
    def flaky(self):
        if current.retry_count < 2:
            raise ValueError(current.retry_count)
        self.count = current.retry_count
        self.next(self.broken)
    @catch(var="error", print_exception=False)
    @step
    def broken(self):
        self.before = 1
        self.later = 1 / 0
        self.next(self.end)
    @catch(var="error2")
    @step
    def end(self):
        self.seen = [self.error.type, self.error.exception, self.before]
        self.stack = self.error.stacktrace
    """
    running = ran(tmp_path, body, "FlowSpec, step, current, retry, catch")
    assert running.artifacts("flaky")["count"] == 2
    assert running.winner(TaskRef("broken", "r"))["status"] == "caught"
    end = running.artifacts("end")
    assert end["seen"] == ["builtins.ZeroDivisionError", "division by zero", 1]
    assert "ZeroDivisionError" in end["stack"]
    assert end["error2"] is None
    assert "later" not in end


def test_catch_stands_in_for_what_no_process_can_catch(tmp_path: Path) -> None:
    body = LINEAR.format(start="raise RuntimeError('never runs')", end="self.kind = self.error.type")
    body = body.replace("@step\n    def start", "@catch(var='error')\n    @step\n    def start")
    running = flow(tmp_path, body, "FlowSpec, step, catch")
    assert run_step(running.request("start", attempt=1)).code == 0
    running.ensure(TaskRef("end", "r"))
    assert running.artifacts("end")["kind"].endswith("FailureHandledByCatch")


def test_timeout(tmp_path: Path) -> None:
    body = LINEAR.format(start="import time; time.sleep(30)", end="pass")
    body = body.replace("@step\n    def start", "@timeout(seconds=1)\n    @step\n    def start")
    stopped = failing(tmp_path, body, "FlowSpec, step, timeout")
    assert (
        "TimeoutException: step `start` took longer than its @timeout of 1 seconds" in stopped.outcome.message
    )


def test_names_that_are_not_provided(tmp_path: Path) -> None:
    running_source = "from metaflow import FlowSpec, step\n\nclass F(FlowSpec):\n" + textwrap.indent(
        textwrap.dedent(LINEAR.format(start="from metaflow import S3", end="pass")), "    "
    )
    file = tmp_path / "flow.py"
    file.write_text(running_source)
    from flowc.runtime_shim.store import open_store

    running = Running(file, open_store(str(tmp_path / "s")))
    with pytest.raises(Stopped) as caught:
        running.go()
    assert caught.value.outcome.message == (
        "ImportError: `S3` of metaflow is not there: flowc runs this task, and does not provide it"
    )


def test_the_request_budget(tmp_path: Path) -> None:
    """Reads + 4 GET and writes + 5 PUT, of which the log takes one PUT, outside of `run_step`."""
    running = ran(tmp_path, LINEAR.format(start="self.a = 1; self.b = 2", end="self.c = self.a"))
    running.store.requests.clear()
    assert run_step(running.request("start")._replace(run=running.keys.flow.run("2"))).code == 0
    assert running.store.requests["put"] <= 2 + 4
    assert running.store.requests["get"] <= 0 + 4
    running.store.requests.clear()
    assert run_step(running.request("end")._replace(run=running.keys.flow.run("2"))).code == 0
    assert running.store.requests["put"] <= 1 + 4
    assert running.store.requests["get"] <= 1 + 4


def test_a_gang(tmp_path: Path) -> None:
    body = """
    @step
    def start(self):
        self.next(self.member, num_parallel=3)
    @parallel
    @step
    def member(self):
        it = current.parallel
        self.said = (it.node_index, it.num_nodes, it.control_task_id, self.index, self.input)
        self.next(self.join)
    @step
    def join(self, inputs):
        self.all = [i.said for i in inputs]
        self.next(self.end)
    @step
    def end(self):
        pass
    """
    found = ran(tmp_path, body, "FlowSpec, step, current, parallel").artifacts("join")
    assert found["all"] == [(0, 3, "r.0", 0, 0), (1, 3, "r.0", 1, 1), (2, 3, "r.0", 2, 2)]
