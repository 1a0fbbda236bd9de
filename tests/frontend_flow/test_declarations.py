"""Parameters that are not written as `name = Parameter(...)` in the class: found where they are, or reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.ir.flow import Linear, StepId
from flowc.ir.values import Known
from tests.frontend_flow.reading import codes, flow, only, read, single, step_of

SHARED = "from metaflow import Parameter\nRATE = Parameter('rate', default=0.5)\n"

FOUND = {
    "imported": ("p = RATE", "from shared import RATE"),
    "of a module": ("p = shared.RATE", "import shared"),
    "of a package": ("p = pkg.shared.RATE", "import pkg.shared"),
    "known condition": ("p = Parameter('rate', default=0.5) if DEBUG else None", "DEBUG = True"),
    "other arm": ("p = None if DEBUG else shared.RATE", "import shared\nDEBUG = False"),
}


@pytest.mark.parametrize(("body", "top"), FOUND.values(), ids=FOUND.keys())
def test_found_where_it_is_written(tmp_path: Path, body: str, top: str) -> None:
    files = {"shared.py": SHARED, "pkg/__init__.py": "", "pkg/shared.py": SHARED}
    found = only(read(tmp_path, flow(body, top=top), files))
    (parameter,) = found.parameters
    assert (parameter.attribute, parameter.name, parameter.default) == ("p", "rate", Known(value=0.5))
    assert found.constants == ()


REPORTED = {
    "function": ("p = make('p')", "def make(name):\n    log(name)\n    return Parameter(name)", "Parameter"),
    "one of two returns": (
        "p = make('p')",
        "def make(name):\n    if secret():\n        return Parameter(name)\n    return 1",
        "Parameter",
    ),
    "subclass": ("p = Day('p')", "class Day(Parameter):\n    pass", "Parameter"),
    "partial": (
        "p = Text('p')",
        "from functools import partial\nText = partial(Parameter, type=str)",
        "Parameter",
    ),
    "unknown condition": ("p = Parameter('p') if os.environ['X'] else None", "", "Parameter"),
    "by another name": (
        "p = made",
        "def make():\n    log()\n    return Config('p')\nmade = make()",
        "Config",
    ),
}


@pytest.mark.parametrize(("body", "top", "kind"), REPORTED.values(), ids=REPORTED.keys())
def test_reported_when_other_code_makes_it(tmp_path: Path, body: str, top: str, kind: str) -> None:
    finding = single(read(tmp_path, flow(body, top=top)))
    assert finding.code == "FLOW201"
    assert finding.message.startswith(f"`p` is a {kind} that cannot be known")
    assert finding.help == f"write `p = {kind}(...)` in the class, or in a base class"


SILENT = {
    "function without": (
        "p = make()",
        "def make():\n    def inner():\n        return Parameter('x')\n    return 1",
    ),
    "decided against": ("p = Parameter('p') if DEBUG else None", "DEBUG = False"),
    "other class": ("p = Thing()", "class Thing:\n    pass"),
}


@pytest.mark.parametrize(("body", "top"), SILENT.values(), ids=SILENT.keys())
def test_nothing_to_say_about_constants(tmp_path: Path, body: str, top: str) -> None:
    loaded = read(tmp_path, flow(body, top=top))
    assert codes(loaded) == []
    assert [item.name for item in only(loaded).constants] == ["p"]


SHARED_STEP = "from metaflow import step\n@step\ndef begin(self):\n    self.x = 1\n    self.next(self.end)\n"


@pytest.mark.parametrize("top", ["from shared import begin\n", "import shared\nbegin = shared.begin\n"])
def test_a_step_that_is_a_function_of_a_module(tmp_path: Path, top: str) -> None:
    steps = "start = begin\n@step\ndef end(self):\n    print(self.x)\n"
    found = only(read(tmp_path, flow(top=top, steps=steps), {"shared.py": SHARED_STEP}))
    start = step_of(found, "start")
    assert [write.name for write in start.effects.writes] == ["x"]
    assert start.transition == Linear(target=StepId("end"), span=start.span)
    assert start.span.file == "shared.py"
