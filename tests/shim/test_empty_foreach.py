"""`empty-foreach`: a foreach without items goes on to its join, or fails as it does under Metaflow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowc.package.plan import plan_of
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.task import run_step
from tests.compiling import read
from tests.shim.running import prepare

SOURCE = """
from metaflow import FlowSpec, step

class F(FlowSpec):
    @step
    def start(self):
        self.items = {items}
        self.next(self.work, foreach="items")
    @step
    def work(self):
        self.next(self.join)
    @step
    def join(self, inputs):
        self.count = len(list(inputs))
        self.next(self.end)
    @step
    def end(self):
        pass
"""


def plan(folder: Path, how: str | None) -> Plan:
    if how is not None:
        (folder / "flowc.toml").write_text(f'empty-foreach = "{how}"\n')
    flow = read(folder / "flow.py").flows[0]
    return Plan(json.loads(json.dumps(plan_of(flow))))


@pytest.mark.parametrize("how", [None, "join", "error"])
@pytest.mark.parametrize("items", ["[]", "[1]"])
def test_what_the_opener_does(tmp_path: Path, how: str | None, items: str) -> None:
    running = prepare(tmp_path, SOURCE.format(items=items))
    running.plan = plan(tmp_path, how)
    outcome = run_step(running.request("start"))
    if (how, items) != ("error", "[]"):
        assert (outcome.code, outcome.splits) == (0, 0 if items == "[]" else 1)
        return
    assert outcome.code == 1
    assert outcome.message.startswith(
        "InvalidNextException: step `start` goes over `self.items`, which has no items"
    )


def test_it_is_in_the_plan_only_where_it_differs(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text(SOURCE.format(items="[]"))
    assert "empty_foreach" not in plan(tmp_path, None).flow
    assert "empty_foreach" not in plan(tmp_path, "join").flow
    assert plan(tmp_path, "error").flow["empty_foreach"] == "error"


def test_no_other_value(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text(SOURCE.format(items="[]"))
    (tmp_path / "flowc.toml").write_text('empty-foreach = "skip"\n')
    assert read(tmp_path / "flow.py").has_errors
