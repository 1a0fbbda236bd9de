"""What a flow object is to user code: which names are artifacts, what can be stored, what a foreach goes over."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.runtime_shim.places import TaskRef
from tests.shim.running import Stopped, prepare, run

HEAD = "from metaflow import FlowSpec, JSONType, Parameter, step\n"


def test_an_artifact_called_name(tmp_path: Path) -> None:
    """As in Metaflow: a step can set it, and the next one finds the name of the flow again."""
    source = """
class Named(FlowSpec):
    @step
    def start(self):
        self.first = self.name
        self.name = "mine"
        self.seen = self.name
        self.next(self.left, self.right)
    @step
    def left(self):
        self.after = self.name
        self.name = "left"
        self.next(self.join)
    @step
    def right(self):
        self.next(self.join)
    @step
    def join(self, inputs):
        self.merge_artifacts(inputs, include=["first", "seen", "after"])
        self.inside = inputs.left.name, self.name
        self.next(self.end)
    @step
    def end(self):
        pass
"""
    running = run(tmp_path, HEAD + source)
    end = running.artifacts("end")
    assert [end[name] for name in ("first", "seen", "after")] == ["Named", "mine", "Named"]
    assert end["inside"] == ("Named", "Named")
    assert "name" not in end
    assert running.artifacts("start")["name"] == "mine"
    assert running.artifacts("left")["name"] == "left"
    assert "name" not in running.artifacts("right")


@pytest.mark.parametrize("name", ["index", "input", "script_name"])
def test_properties_that_cannot_be_set(tmp_path: Path, name: str) -> None:
    source = f"""
class Set(FlowSpec):
    @step
    def start(self):
        try:
            setattr(self, "{name}", 5)
        except AttributeError:
            self.refused = True
        self.next(self.end)
    @step
    def end(self):
        pass
"""
    assert run(tmp_path, HEAD + source).artifacts("end")["refused"] is True


ITEMS = {
    "a list in text": ('xs = Parameter("xs", separator=",", default="a,b")', ["a", "b"]),
    "json": ('xs = Parameter("xs", type=JSONType, default="[1, [2]]")', [1, [2]]),
    "a constant": ("xs = [10, 20]", [10, 20]),
    "a large constant": ("xs = ['x' * 5000, 'y' * 5000]", ["x" * 5000, "y" * 5000]),
    "a property": ("@property\n    def xs(self):\n        return range(5, 7)", [5, 6]),
}


@pytest.mark.parametrize("what", ITEMS)
def test_a_foreach_over_what_is_no_artifact(tmp_path: Path, what: str) -> None:
    definition, expected = ITEMS[what]
    source = f"""
class Over(FlowSpec):
    {definition}
    @step
    def start(self):
        self.next(self.body, foreach="xs")
    @step
    def body(self):
        self.got = self.input
        self.next(self.join)
    @step
    def join(self, inputs):
        self.all = [each.got for each in inputs]
        self.next(self.end)
    @step
    def end(self):
        pass
"""
    running = run(tmp_path, HEAD + source)
    assert running.artifacts("end")["all"] == expected
    assert "xs" not in running.winner(TaskRef("start", "r"))["artifacts"]


def test_classes_are_artifacts_and_functions_are_not(tmp_path: Path) -> None:
    source = """
class Point:
    pass
class Kept(FlowSpec):
    @step
    def start(self):
        self.kind, self.builtin = Point, dict
        self.function = lambda: 1
        self.method = self.helper
        self.next(self.end)
    def helper(self):
        pass
    @step
    def end(self):
        self.same = self.kind is Point and self.builtin is dict
        self.gone = not hasattr(self, "function") and not hasattr(self, "method")
"""
    end = run(tmp_path, HEAD + source).artifacts("end")
    assert end["same"] and end["gone"]


@pytest.mark.parametrize("what", ["self", "{'x': [self]}"])
def test_a_flow_cannot_be_stored_in_itself(tmp_path: Path, what: str) -> None:
    source = f"""
class Whole(FlowSpec):
    @step
    def start(self):
        self.me = {what}
        self.next(self.end)
    @step
    def end(self):
        pass
"""
    running = prepare(tmp_path, HEAD + source)
    with pytest.raises(Stopped, match=r"`self\.me`.*cannot be stored.*not `self` or one of `inputs`"):
        running.go()


def test_a_flow_as_text(tmp_path: Path) -> None:
    source = """
class Shown(FlowSpec):
    @step
    def start(self):
        self.text = str(self)
        self.xs = ["a", "b" * 30]
        self.next(self.body, foreach="xs")
    @step
    def body(self):
        self.text = str(self)
        self.next(self.join)
    @step
    def join(self, inputs):
        self.texts = [each.text for each in inputs]
        self.next(self.end)
    @step
    def end(self):
        pass
"""
    running = run(tmp_path, HEAD + source)
    assert running.artifacts("start")["text"] == "<flow Shown step start>"
    long = "b" * 20
    assert running.artifacts("end")["texts"] == [
        "<flow Shown step body[0] (input: a)>",
        f"<flow Shown step body[1] (input: {long}...)>",
    ]


def test_parameters_are_listed_by_attribute(tmp_path: Path) -> None:
    source = """
from metaflow import current
class Listed(FlowSpec):
    learning_rate = Parameter("learning-rate", default=1)
    @step
    def start(self):
        self.listed = list(current.parameter_names)
        self.next(self.end)
    @step
    def end(self):
        pass
"""
    assert run(tmp_path, HEAD + source).artifacts("end")["listed"] == ["learning_rate"]


def test_keys_keep_their_order(tmp_path: Path) -> None:
    """Of parameters, their defaults and configs: a foreach may go over them."""
    text = '{"z": 1, "a": {"y": 2, "b": 3}}'
    source = f"""
from metaflow import Config
class Ordered(FlowSpec):
    given = Parameter("given", type=JSONType)
    text = Parameter("text", type=JSONType, default='{text}')
    plain = Parameter("plain", type=JSONType, default={text})
    late = Parameter("late", type=JSONType, default=lambda context: '{text}')
    config = Config("config", default_value='{text}')
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        values = (self.given, self.text, self.plain, self.late, self.config)
        self.keys = [(*value, *value["a"]) for value in values]
"""
    end = run(tmp_path, HEAD + source, given=text).artifacts("end")
    assert end["keys"] == [("z", "a", "y", "b")] * 5
