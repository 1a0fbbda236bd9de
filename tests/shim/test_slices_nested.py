"""Foreachs in foreachs, in slices, and items whose opener is one of two arms."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.runtime_shim.places import TaskRef
from tests.shim.running import prepare
from tests.shim.sliced import Sliced

NESTED = """
from metaflow import FlowSpec, step

class F(FlowSpec):
    @step
    def start(self):
        self.kind = "b"
        self.next({"a": self.one, "b": self.two}, condition="kind")

    @step
    def one(self):
        self.items = [1]
        self.next(self.outer, foreach="items")

    @step
    def two(self):
        self.items = [1, 2, 3]
        self.next(self.outer, foreach="items")

    @step
    def outer(self):
        self.inner = [self.input * 10 + n for n in range(self.input)]
        self.next(self.body, foreach="inner")

    @step
    def body(self):
        self.seen = self.input
        self.next(self.inner_join)

    @step
    def inner_join(self, inputs):
        self.seen = [i.seen for i in inputs]
        self.next(self.outer_join)

    @step
    def outer_join(self, inputs):
        self.seen = [i.seen for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_nested_with_two_openers(tmp_path: Path) -> None:
    flow = Sliced(tmp_path, 1)
    flow.pack(NESTED)
    for step in ("start", "two"):
        assert flow.run(step).returncode == 0
    assert flow.run("outer", "r.0x8").returncode == 78, "its items give `splits`"
    for item in range(3):
        assert flow.run("outer", f"r.{item}", FLOWC_SLICE="2").returncode == 0
        for piece in range(-(-(item + 1) // 2)):
            done = flow.run("body", f"r.{item}.{piece}x2")
            assert done.returncode == 0, done.stderr
    done = flow.run("inner_join", "r.0x3")
    assert done.returncode == 0, done.stderr
    assert flow.run("outer_join").returncode == 0
    assert flow.value("outer_join", "r", "seen") == [[10], [20, 21], [30, 31, 32]]


def test_the_opener_of_an_item_is_the_arm_taken(tmp_path: Path) -> None:
    running = prepare(tmp_path, NESTED)
    running.ensure(TaskRef("two", "r"))
    assert running.places.opener(TaskRef("outer", "r.1")) == TaskRef("two", "r")
    with pytest.raises(LookupError, match="no step of the body"):
        running.places.opener(TaskRef("end", "r"))
