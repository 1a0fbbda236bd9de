"""What rules of artifacts know of the class: parameters, constants, bases, properties; of helpers and of @catch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dataflow.flows import findings
from tests.dataflow.templates import LINEAR, SPLIT, fill


def test_parameters_and_constants_are_there_in_every_step_and_input(tmp_path: Path) -> None:
    steps = fill(
        SPLIT, a="print(self.p, self.c)", join="print(inputs.a.p, self.c)", end="self.z = self.p + self.c"
    )
    assert (
        findings(tmp_path, steps.replace("self.x = 1", "pass"), "p = Parameter('p', default=1)\nc = 3\n")
        == []
    )


def test_parameters_and_constants_cannot_be_assigned(tmp_path: Path) -> None:
    steps = fill(LINEAR, start="self.p = 1", middle="if f(): self.c = 1", end="del self.p")
    assert findings(tmp_path, steps, "p = Parameter('p', default=1)\nc = 3\n") == [
        ("FLOW108", "error", 2),
        ("FLOW108", "warning", 5),
        ("FLOW108", "error", 8),
    ]


def test_a_base_class_that_is_not_shown_may_have_everything(tmp_path: Path) -> None:
    steps = fill(LINEAR, end="print(self.y)").replace("def start", "def start")
    path = tmp_path / "flow.py"
    assert findings(tmp_path, steps)
    path.write_text(
        path.read_text("utf-8")
        .replace("(FlowSpec):", "(Base, FlowSpec):")
        .replace("\n\nclass", "\nfrom elsewhere import Base\n\nclass")
    )
    from tests.compiling import read

    assert [finding.code for finding in read(path).findings if finding.code == "FLOW101"] == []


def test_what_a_caught_step_writes_is_sure_only_before_anything_can_fail(tmp_path: Path) -> None:
    steps = """
def start(self):
    self.next(self.middle)
@catch(var="problem")
def middle(self):
    self.first = 1
    self.second = f()
    self.third = 2
    self.next(self.end)
def end(self):
    print(self.first, self.problem)
    print(self.second)
    print(self.third)
"""
    assert findings(tmp_path, steps) == [("FLOW102", "warning", 11), ("FLOW102", "warning", 12)]


def test_a_failure_inside_a_caught_step_is_a_warning(tmp_path: Path) -> None:
    steps = """
def start(self):
    self.next(self.middle)
@catch(var="problem")
def middle(self):
    print(self.y)
    self.next(self.end)
def end(self):
    pass
"""
    assert findings(tmp_path, steps) == [("FLOW101", "warning", 5)]


def test_helpers_of_another_module_are_followed(tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text("def load(flow):\n    flow.rows = [1]\n")
    module = "import work\nfrom work import load\n"
    steps = fill(LINEAR, start="load(self)", middle="work.load(self)", end="print(self.rows, self.other)")
    assert findings(tmp_path, steps, module=module) == [("FLOW101", "error", 8)]


def test_a_faulty_graph_still_shows_what_nobody_writes(tmp_path: Path) -> None:
    steps = fill(LINEAR, end="print(self.y)").replace("self.next(self.middle)", "self.next(self.nowhere)")
    assert ("FLOW101", "error", 8) in findings(tmp_path, steps)


CLASS_CODE = {
    "setter": (
        """
        @property
        def total(self):
            return self._total
        @total.setter
        def total(self, value):
            self._total = value
        """,
        "self.total = 1",
        "print(self.total)",
    ),
    "any attribute": (
        """
        def __getattr__(self, name):
            return 1
        """,
        "self.x = self.magic",
        "print(self.x, self.magic)",
    ),
    "made by the class": (
        """
        def __init__(self, use_cli=True):
            self.ready = True
            super().__init__(use_cli)
        """,
        "self.x = self.ready",
        "print(self.x, self.ready)",
    ),
}


@pytest.mark.parametrize(("attributes", "start", "end"), CLASS_CODE.values(), ids=CLASS_CODE.keys())
def test_what_the_class_does_by_itself(tmp_path: Path, attributes: str, start: str, end: str) -> None:
    steps = f"def start(self):\n    {start}\n    self.next(self.end)\ndef end(self):\n    {end}\n"
    assert findings(tmp_path, steps, attributes=attributes) == []


def test_a_setter_sets_only_what_it_sets(tmp_path: Path) -> None:
    steps = "def start(self):\n    self.total = self.a\n    self.next(self.end)\n"
    steps += "def end(self):\n    print(self._t)\n"
    found = findings(tmp_path, steps, attributes=CLASS_CODE["setter"][0])
    assert [item for item in found if item[1] == "error"] == [
        ("FLOW101", "error", 2),
        ("FLOW101", "error", 5),
    ]
