"""Which data-flow rule speaks of which flow, how loudly, and where; and of which flows none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dataflow.flows import findings
from tests.dataflow.templates import FOREACH, LINEAR, SPLIT, SWITCH, fill

REPORTED = {
    "never written": (fill(LINEAR, end="print(self.y)"), [("FLOW101", "error", 8)]),
    "written later": (fill(LINEAR, start="print(self.y)", middle="self.y = 1"), [("FLOW101", "error", 2)]),
    "written in the other branch": (
        fill(SPLIT, a="self.y = 1", b="print(self.y)", join="print(inputs.a.y)"),
        [("FLOW101", "error", 8)],
    ),
    "written below": (fill(LINEAR, start="print(self.y); self.y = 1"), [("FLOW101", "error", 2)]),
    "augmented first": (fill(LINEAR, start="self.y += 1"), [("FLOW101", "error", 2)]),
    "deleted, never written": (fill(LINEAR, start="del self.y"), [("FLOW101", "error", 2)]),
    "one arm of a switch": (
        fill(SWITCH, start="self.mode = f()", a="self.y = 1", end="print(self.y)"),
        [("FLOW102", "warning", 11)],
    ),
    "under a condition": (
        fill(LINEAR, start="if f(): self.y = 1", end="print(self.y)"),
        [("FLOW102", "warning", 8)],
    ),
    "condition in the same step": (
        fill(LINEAR, start="if f(): self.y = 1\n    print(self.y)"),
        [("FLOW102", "warning", 3)],
    ),
    "lost at a join": (fill(SPLIT, end="print(self.x)"), [("FLOW103", "error", 14)]),
    "not merged yet": (
        fill(SPLIT, join="print(self.x); self.merge_artifacts(inputs)"),
        [("FLOW103", "error", 11)],
    ),
    "excluded": (
        fill(SPLIT, join="self.merge_artifacts(inputs, exclude=['x'])", end="print(self.x)"),
        [("FLOW103", "error", 14)],
    ),
    "foreach, lost": (
        fill(FOREACH, work="self.y = 1", join="self.z = [i.y for i in inputs]", end="print(self.y)"),
        [("FLOW103", "error", 11)],
    ),
    "two branches": (
        fill(SPLIT, a="self.y = f()", b="self.y = g()", join="self.merge_artifacts(inputs)"),
        [("FLOW104", "warning", 11)],
    ),
    "every task": (
        fill(FOREACH, work="self.y = f()", join="self.merge_artifacts(inputs)"),
        [("FLOW104", "warning", 8)],
    ),
    "no foreach variable": (
        fill(FOREACH, items="1").replace("self.items = 1", "pass"),
        [("FLOW105", "error", 3)],
    ),
    "foreach variable on some paths": (
        fill(FOREACH).replace("self.items = f()", "if f(): self.items = g()"),
        [("FLOW105", "warning", 3)],
    ),
    "no condition variable": (fill(SWITCH), [("FLOW105", "error", 3)]),
    "absent from one input": (
        fill(SPLIT, a="self.y = f()", join="self.z = [i.y for i in inputs]"),
        [("FLOW106", "warning", 11)],
    ),
    "absent from all inputs": (
        fill(SPLIT, join="self.z = [i.y for i in inputs]"),
        [("FLOW106", "error", 11)],
    ),
    "absent from the named input": (
        fill(SPLIT, a="self.y = f()", join="self.z = inputs.b.y + inputs.a.y"),
        [("FLOW106", "error", 11)],
    ),
    "merge outside a join": (fill(LINEAR, middle="self.merge_artifacts([])"), [("FLOW107", "error", 5)]),
    "both": (
        fill(SPLIT, join="self.merge_artifacts(inputs, include=['x'], exclude=['y'])", end="print(self.x)"),
        [("FLOW109", "error", 11)],
    ),
    "included, but nowhere": (
        fill(SPLIT, join="self.merge_artifacts(inputs, include=['x', 'y'])", end="print(self.x)"),
        [("FLOW109", "error", 11)],
    ),
    "no input of that name": (fill(SPLIT, join="self.z = inputs.c.x"), [("FLOW110", "error", 11)]),
    "not the last of its branch": (fill(SPLIT, join="self.z = inputs.start.x"), [("FLOW110", "error", 11)]),
    "written for nobody": (fill(SPLIT, a="self.y = 1", join="self.x = inputs.a.x"), [("FLOW111", "note", 5)]),
    "first of what may be none": (
        fill(FOREACH, work="self.y = f()", join="self.y = inputs[0].y"),
        [("FLOW112", "note", 8)],
    ),
    "no case": (fill(SWITCH, start="self.mode = 'c'"), [("FLOW113", "error", 3)]),
    "perhaps no case": (fill(SWITCH, start="self.mode = 'a' if f() else 'c'"), [("FLOW113", "warning", 3)]),
    "lambda": (fill(LINEAR, start="self.f = lambda: 1", end="self.f()"), [("FLOW101", "error", 8)]),
    "lambda inside": (fill(LINEAR, start="self.f = [lambda: 1]"), [("FLOW114", "error", 2)]),
    "generator": (fill(LINEAR, start="self.f = (i for i in [1])"), [("FLOW114", "error", 2)]),
    "file": (fill(LINEAR, start="self.f = open('f')"), [("FLOW114", "error", 2)]),
    "the flow": (fill(LINEAR, start="self.f = self"), [("FLOW114", "error", 2)]),
    "an input": (fill(SPLIT, join="self.x = inputs.a.x; self.f = inputs.a"), [("FLOW114", "error", 11)]),
    "all inputs": (fill(SPLIT, join="self.x = inputs.a.x; self.f = inputs"), [("FLOW114", "error", 11)]),
    "list of inputs": (
        fill(SPLIT, join="self.x = inputs.a.x; self.f = list(inputs)"),
        [("FLOW114", "error", 11)],
    ),
    "perhaps a file": (fill(LINEAR, start="if g(): self.f = open('f')"), [("FLOW114", "warning", 2)]),
    "a number": (fill(FOREACH, items="3"), [("FLOW115", "error", 3)]),
    "an empty list": (fill(FOREACH, items="[]"), [("FLOW115", "warning", 3)]),
    "a set": (fill(FOREACH, items="{'a', 'b'}"), [("FLOW116", "warning", 3)]),
}


@pytest.mark.parametrize(("steps", "expected"), REPORTED.values(), ids=REPORTED.keys())
def test_reported(steps: str, expected: list[tuple[str, str, int]], tmp_path: Path) -> None:
    found = findings(tmp_path, steps)
    if expected[0][0] != "FLOW111":  # what most of these flows write is for nobody
        found = [finding for finding in found if finding[0] != "FLOW111"]
    assert found == expected


SILENT = {
    "written before": fill(LINEAR, start="self.y = 1", end="print(self.y)"),
    "both arms": fill(SWITCH, start="self.mode = f()", a="self.y = 1", b="self.y = 2", end="print(self.y)"),
    "hasattr": fill(LINEAR, end="if hasattr(self, 'y'): print(self.y)"),
    "getattr": fill(LINEAR, end="print(getattr(self, 'y', 0))"),
    "try": fill(LINEAR, end="try: print(self.y)\n    except AttributeError: pass"),
    "condition": fill(LINEAR, end="if f(): print(self.y)"),
    "opaque": fill(LINEAR, start="f(self)", end="print(self.y)"),
    "opaque in one arm": fill(
        SWITCH, start="self.mode = f()", a="f(self)", b="self.y = 1", end="print(self.y)"
    ),
    "merged": fill(SPLIT, join="self.merge_artifacts(inputs)", end="print(self.x)"),
    "assigned in the join": fill(SPLIT, join="self.x = inputs.a.x", end="print(self.x)"),
    "merged from one branch": fill(
        SPLIT, a="self.y = f()", join="self.merge_artifacts(inputs)", end="print(self.y, self.x)"
    ),
    "merged after an opaque branch": fill(
        SPLIT, a="f(self)", join="self.merge_artifacts(inputs)", end="print(self.y)"
    ),
    "settled before the merge": fill(
        SPLIT, a="self.y = f()", b="self.y = g()", join="self.y = inputs.a.y; self.merge_artifacts(inputs)"
    ),
    "left out of the merge": fill(
        SPLIT,
        a="self.y = f()",
        b="self.y = g()",
        join="print(inputs.b.y); self.merge_artifacts(inputs, exclude=['y'])",
    ),
    "the same literal in each": fill(
        SPLIT, a="self.y = 1", b="self.y = 1", join="self.merge_artifacts(inputs)"
    ),
    "unknown list of names": fill(
        SPLIT, join="self.merge_artifacts(inputs, exclude=f())", end="print(self.x)"
    ),
    "input with a default": fill(
        SPLIT, a="self.y = f()", join="self.z = [getattr(i, 'y', 0) + i.x for i in inputs]"
    ),
    "known items": fill(FOREACH, items="[1, 2]", work="self.y = f()", join="self.y = inputs[0].y"),
    "filled list": fill(FOREACH, items="[]\n    self.items.append(1)"),
    "cases for all": fill(SWITCH, start="self.mode = 'a' if f() else 'b'"),
    "unknown mode": fill(SWITCH, start="self.mode = f()"),
    "lambda used at once": fill(LINEAR, start="self.f = lambda: 1; self.f()"),
    "lambda taken back": fill(LINEAR, start="self.f = lambda: 1; self.f()\n    self.f = None"),
    "from the join of a foreach": fill(
        FOREACH, work="self.y = f()", join="self.y = [i.y for i in inputs]", end="print(self.y)"
    ),
    "opener's artifacts in the body": fill(FOREACH, work="print(self.items, self.input)"),
    "loop": """
def start(self):
    self.n = 0
    self.next(self.again)
def again(self):
    self.n += 1
    self.more = f()
    self.next({True: self.again, False: self.end}, condition="more")
def end(self):
    print(self.n, self.more)
""",
    "two kinds of last step": """
def start(self):
    self.next(self.a, self.b)
def a(self):
    self.mode = f()
    self.next({1: self.c, 2: self.d}, condition="mode")
def c(self):
    self.y = 1
    self.next(self.join)
def d(self):
    self.y = 2
    self.next(self.join)
def b(self):
    self.next(self.join)
def join(self, inputs):
    self.y = inputs[0].y if f() else 0
    self.next(self.end)
def end(self):
    print(self.y)
""",
}


@pytest.mark.parametrize("steps", SILENT.values(), ids=SILENT.keys())
def test_silent(steps: str, tmp_path: Path) -> None:
    assert findings(tmp_path, steps) == []
