"""What steps see and may do, feature by feature."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from flowc.runtime_shim.places import TaskRef
from flowc.runtime_shim.task import run_step
from tests.shim.running import Running, Stopped, prepare


def flow(folder: Path, body: str, imports: str = "FlowSpec, step, current", **parameters: Any) -> Running:
    indented = textwrap.indent(textwrap.dedent(body), "    ")
    return prepare(folder, f"from metaflow import {imports}\n\nclass F(FlowSpec):\n{indented}", **parameters)


def ran(folder: Path, body: str, imports: str = "FlowSpec, step, current", **parameters: Any) -> Running:
    running = flow(folder, body, imports, **parameters)
    running.go()
    return running


def failing(folder: Path, body: str, imports: str = "FlowSpec, step, current", **parameters: Any) -> Stopped:
    with pytest.raises(Stopped) as caught:
        ran(folder, body, imports, **parameters)
    return caught.value


FOREACH = """
    @step
    def start(self):
        self.items = {items}
        self.next(self.outer, foreach="items")
    @step
    def outer(self):
        self.pair = [self.index, self.input]
        self.inner = [self.input] * self.index
        self.next(self.body, foreach="inner")
    @step
    def body(self):
        self.stack = self.foreach_stack()
        self.next(self.inner_join)
    @step
    def inner_join(self, inputs):
        self.stacks = [i.stack for i in inputs]
        self.lengths = len(inputs), [i.index for i in inputs], self.index, self.input
        self.merge_artifacts(inputs, include=["pair"])
        self.next(self.outer_join)
    @step
    def outer_join(self, inputs):
        self.all = [(i.pair, i.lengths, i.stacks) for i in inputs]
        self.outside = self.index, self.input, self.foreach_stack()
        self.last = inputs.inner_join.pair
        self.second = inputs[1].pair
        self.next(self.end)
    @step
    def end(self):
        pass
"""


def test_nested_foreachs(tmp_path: Path) -> None:
    found = ran(tmp_path, FOREACH.format(items='["a", "b", "c"]')).artifacts("outer_join")
    assert found["all"] == [
        ([0, "a"], (0, [], 0, "a"), []),
        ([1, "b"], (1, [0], 1, "b"), [[(1, 3, "b"), (0, 1, "b")]]),
        ([2, "c"], (2, [0, 1], 2, "c"), [[(2, 3, "c"), (0, 2, "c")], [(2, 3, "c"), (1, 2, "c")]]),
    ]
    assert found["outside"] == (None, None, [])
    assert found["last"] == [2, "c"]
    assert found["second"] == [1, "b"]


@pytest.mark.parametrize(
    "items", ['("a", "b")', '"ab"', '{0: "a", 1: "b"}', 'list("ab")', '(lambda: ["a", "b"])()']
)
def test_what_a_foreach_goes_over(tmp_path: Path, items: str) -> None:
    body = f"""
    @step
    def start(self):
        self.items = {items}
        self.next(self.body, foreach="items")
    @step
    def body(self):
        self.got = self.input
        self.next(self.join)
    @step
    def join(self, inputs):
        self.all = [i.got for i in inputs]
        self.next(self.end)
    @step
    def end(self):
        pass
    """
    assert ran(tmp_path, body).artifacts("join")["all"] == ["a", "b"]


def test_a_child_reads_its_own_item_and_not_the_list(tmp_path: Path) -> None:
    body = """
    @step
    def start(self):
        self.items = [str(n) * 20000 for n in range(50)]
        self.next(self.body, foreach="items")
    @step
    def body(self):
        self.got = self.input[:2]
        self.next(self.join)
    @step
    def join(self, inputs):
        self.next(self.end)
    @step
    def end(self):
        pass
    """
    running = flow(tmp_path, body)
    running.ensure(TaskRef("start", "r"))
    read: list[int] = []
    ranged, opened = running.store.get_range, running.store.open
    running.store.get_range = lambda *a: (read.append(a[2]), ranged(*a))[1]  # type: ignore[method-assign]
    running.store.open = lambda key: (read.append(10**6 if "blobs" in key else 0), opened(key))[1]  # type: ignore
    running.ensure(TaskRef("body", "r.7"))
    assert running.artifacts("body", "r.7")["got"] == "77"
    assert read[:4] and sum(size for size in read if size < 10**6) < 25000
    winner = running.winner(TaskRef("start", "r"))
    assert running.winner(TaskRef("body", "r.7"))["artifacts"]["items"] == winner["artifacts"]["items"]


BRANCH = """
    limit = 7
    @step
    def start(self):
        self.same, self.x, self.y = 1, 2, 3
        self.next(self.b, self.a)
    @step
    def a(self):
        self.x, self.only_a = 20, "a"
        self.next(self.a2)
    @step
    def a2(self):
        self.next(self.join)
    @step
    def b(self):
        self.y = [3]
        self.next(self.join)
    @step
    def join(self, inputs):
        {join}
        self.next(self.end)
    @step
    def end(self):
        pass
"""


def test_inputs_of_a_branch_come_in_the_order_written(tmp_path: Path) -> None:
    join = "self.order = [i.x for i in inputs]; self.named = (inputs.b.y, inputs.a2.only_a); self.n = len(inputs)"
    found = ran(tmp_path, BRANCH.format(join=join)).artifacts("join")
    assert (found["order"], found["named"], found["n"]) == ([2, 20], ([3], "a"), 2)
    assert "same" not in found, "nothing flows through a join by itself"


def test_a_name_that_is_no_branch(tmp_path: Path) -> None:
    stopped = failing(tmp_path, BRANCH.format(join="inputs.a"))
    assert stopped.outcome.message == (
        "AttributeError: no branch that ends in step `a` came to this join; there is `b`, `a2`"
    )


def test_merge(tmp_path: Path) -> None:
    join = 'self.x = 9; self.merge_artifacts(inputs, exclude=["y"]); assert not hasattr(self, "y")'
    found = ran(tmp_path, BRANCH.format(join=join)).artifacts("join")
    assert {name: found.get(name) for name in ("same", "x", "y", "only_a")} == {
        "same": 1, "x": 9, "y": None, "only_a": "a",
    }  # fmt: skip
    assert found["limit"] == 7


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("self.merge_artifacts(inputs)", "UnhandledInMergeArtifactsException: .*: x, y. "),
        ('self.merge_artifacts(inputs, include=["zap"])', "MissingInMergeArtifactsException: .*: zap"),
        (
            'self.merge_artifacts(inputs, include=["x"], exclude=["y"])',
            "MetaflowException: .* exclude one another",
        ),
    ],
)
def test_merges_that_fail(tmp_path: Path, call: str, error: str) -> None:
    stopped = failing(tmp_path, BRANCH.format(join=call))
    assert stopped.task.step == "join"
    import re

    assert re.match(error, stopped.outcome.message), stopped.outcome.message


LINEAR = """
    @step
    def start(self):
        {start}
        self.next(self.end)
    @step
    def end(self):
        {end}
"""


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


HOSTILE = [
    "'\"`$(touch /tmp/owned) ${HOME} \\ %s {{workflow.name}} \n\r\t\0 end",
    "- --run-id x",
    "é\u2028\U0001f600\u0000",
    "null",
    "",
    " lead and trail ",
    "x" * 100_000,
]


@pytest.mark.parametrize("value", HOSTILE)
def test_parameter_texts_arrive_unchanged(tmp_path: Path, value: str) -> None:
    body = "    text = Parameter('text', default='d')\n" + LINEAR.format(
        start="self.got = self.text", end="pass"
    )
    found = ran(tmp_path, body, "FlowSpec, step, Parameter", text=value).artifacts("start")
    assert found["got"] == value


def test_large_json_arrives_unchanged(tmp_path: Path) -> None:
    value = {"rows": [{"n": n, "text": "é\"'$(x)\n" * 3} for n in range(2500)]}
    text = json.dumps(value)
    assert len(text) > 100_000
    body = "    doc = Parameter('doc', type=JSONType)\n" + LINEAR.format(
        start="self.got = self.doc", end="pass"
    )
    found = ran(tmp_path, body, "FlowSpec, step, Parameter, JSONType", doc=text).artifacts("start")
    assert found["got"] == value


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "parameter `n` is required, and the run was started without it"),
        ({"n": "x"}, "parameter `n` is 'x', which is not a whole number"),
        ({"n": "1", "zap": "2"}, "the flow has no parameter `zap`"),
    ],
)
def test_parameters_that_are_refused(tmp_path: Path, parameters: dict[str, str], message: str) -> None:
    body = "    n = Parameter('n', type=int, required=True)\n" + LINEAR.format(start="pass", end="pass")
    stopped = failing(tmp_path, body, "FlowSpec, step, Parameter", **parameters)
    assert (stopped.outcome.code, stopped.outcome.message) == (78, message)


def test_parameters_are_read_only(tmp_path: Path) -> None:
    body = "    n = Parameter('n', default=1)\n" + LINEAR.format(start="self.n = 2", end="pass")
    assert "steps cannot change" in failing(tmp_path, body, "FlowSpec, step, Parameter").outcome.message


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
