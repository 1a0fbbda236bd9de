"""What steps see and may do, feature by feature."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.runtime_shim.places import TaskRef
from tests.shim.bodies import failing, flow, ran

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
