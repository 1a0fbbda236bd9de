"""What a flow class is made of: steps in order, inheritance, members and constants."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flowc.diagnostics import Severity
from flowc.frontend import FrontendOptions
from flowc.ir.flow import Flow
from flowc.ir.values import Known
from tests.frontend_flow.reading import codes, flow, only, read, single, step_of


def names(found: Flow) -> list[str]:
    return [step.id for step in found.steps]


def test_a_whole_flow(tmp_path: Path) -> None:
    text = '''
    """Module."""
    from metaflow import FlowSpec, step


    class Train(FlowSpec):
        """Trains.

            Deep.
        """

        @step
        def start(self):
            """
            Loads.
              More.
            """
            self.next(self.end)

        @step
        def end(self):
            pass
    '''
    loaded = read(tmp_path, text)
    found = only(loaded)
    assert (found.name, found.file, found.doc) == ("Train", "flow.py", "Trains.\n\nDeep.")
    assert names(found) == ["start", "end"]
    assert found.steps[0].doc == "Loads.\n  More."
    assert (found.span.line, found.steps[0].span.line, found.steps[0].span.column) == (6, 13, 9)
    assert (loaded.root, loaded.file) == (tmp_path, "flow.py")
    assert [item.path for item in loaded.closure] == ["flow.py"]


@pytest.mark.parametrize(
    "head",
    [
        "from metaflow import FlowSpec as Base, step as s",
        "import metaflow as mf\nBase = mf.FlowSpec\ns = mf.step",
        "from metaflow import *\nBase = FlowSpec\ns = step",
        "from flowc import FlowSpec as Base, step as s",
        "try:\n    from metaflow import FlowSpec as Base, step as s\nexcept ImportError:\n    raise",
    ],
)
def test_aliases_of_the_language(tmp_path: Path, head: str) -> None:
    text = f"{head}\nclass F(Base):\n    @s\n    def start(self):\n        pass\n"
    assert names(only(read(tmp_path, text))) == ["start"]


def test_join_arguments(tmp_path: Path) -> None:
    steps = "@step\ndef a(self, inputs): pass\n@step\ndef b(): pass\n@step\ndef c(self, x, y=1, *args, z=2): pass\n"
    found = only(read(tmp_path, flow(steps=steps)))
    assert [step.arguments for step in found.steps] == [2, 0, 3]
    assert found.steps[0].is_join


def test_members_and_constants(tmp_path: Path) -> None:
    body = """
    size: int = 3
    LABELS = ["a"]
    low, high = 1, 2
    undefined: int
    _private = 1
    name = "x"
    alias = tool
    check = staticmethod(tool)
    short = lambda self: 1
    from os import path
    class Inner:
        pass
    @property
    def total(self):
        return 1
    def helper(self):
        pass
    if LABELS:
        maybe = 1
    else:
        def other(self):
            pass
    """
    found = only(read(tmp_path, flow(body, top="def tool():\n    pass")))
    assert [item.name for item in found.constants] == ["size", "LABELS", "low", "high", "maybe"]
    assert set(found.members) == {
        "_private", "name", "alias", "check", "short", "path", "Inner", "total", "helper",
    }  # fmt: skip


BASES = """
class Mixin:
    ratio = Parameter('ratio', default=0.5)
    def helper(self):
        pass
    @step
    def middle(self):
        self.next(self.end)

class Base(FlowSpec):
    @step
    def start(self):
        self.next(self.middle)
    @step
    def end(self):
        pass
    def removed(self):
        pass
"""


def test_inheritance_in_one_file(tmp_path: Path) -> None:
    text = flow(
        "def removed(self):\n    pass",
        top=BASES,
        steps="@retry(times=1)\n@step\ndef start(self):\n    self.next(self.middle)",
    )
    found = only(read(tmp_path, text.replace("class F(FlowSpec)", "class F(Mixin, Base)")))
    assert names(found) == ["start", "middle", "end"]
    assert step_of(found, "start").settings.retry is not None
    assert [item.name for item in found.parameters] == ["ratio"]
    assert set(found.members) == {"helper", "removed"}


def test_inheritance_from_another_module(tmp_path: Path) -> None:
    base = "from metaflow import FlowSpec, Parameter, step\n" + BASES
    text = "from shared.base import Base, Mixin\nfrom metaflow import step\nclass F(Mixin, Base):\n    pass\n"
    loaded = read(tmp_path, text, files={"shared/__init__.py": "", "shared/base.py": base})
    found = only(loaded)
    assert names(found) == ["middle", "start", "end"]
    assert {step.span.file for step in found.steps} == {"shared/base.py"}
    assert [item.path for item in loaded.closure] == ["flow.py", "shared/__init__.py", "shared/base.py"]


def test_a_step_overridden_by_a_plain_method_is_none(tmp_path: Path) -> None:
    text = flow(top=BASES, steps="def middle(self):\n    pass").replace(
        "class F(FlowSpec)", "class F(Mixin, Base)"
    )
    found = only(read(tmp_path, text))
    assert names(found) == ["start", "end"]
    assert "middle" in found.members


def test_a_base_that_is_not_there_opens_the_class(tmp_path: Path) -> None:
    text = flow(top="from company.flows import Common").replace(
        "class F(FlowSpec)", "class F(Common, FlowSpec)"
    )
    loaded = read(tmp_path, text)
    (found,) = loaded.flows
    assert found.open_class is not None
    assert "Common" in found.open_class
    finding = single(loaded)
    assert (finding.code, finding.severity) == ("FLOW201", Severity.WARNING)
    assert finding.label == "steps, parameters and decorators of this base are left out"


UNSEEN = {
    "unpacked": ("BASES = ()", "F(*BASES, FlowSpec)", 1),
    "made by a call": ("def make():\n    return object", "F(make(), FlowSpec)", 1),
    "of a base": ("from company import A\nclass B(A):\n    pass", "F(B, FlowSpec)", 1),
    "twice the same": ("from company import A\nclass B(A):\n    pass", "F(B, A, FlowSpec)", 1),
    "of Python itself": ("from logging import Filter", "F(Filter, FlowSpec)", 0),
    "without members": (
        "from typing import Generic, TypeVar\nT = TypeVar('T')",
        "F(FlowSpec, Generic[T])",
        0,
    ),
}


@pytest.mark.parametrize(("top", "header", "count"), UNSEEN.values(), ids=UNSEEN.keys())
def test_bases_that_may_bring_steps_are_named(tmp_path: Path, top: str, header: str, count: int) -> None:
    loaded = read(tmp_path, flow(top=top).replace("F(FlowSpec)", header))
    assert codes(loaded) == ["FLOW201"] * count


def test_several_flows(tmp_path: Path) -> None:
    text = flow() + "\nclass G(FlowSpec):\n    @step\n    def start(self):\n        pass\n"
    loaded = read(tmp_path, text)
    assert [item.name for item in loaded.flows] == ["F", "G"]
    assert [item.name for item in read(tmp_path, text, options=FrontendOptions(flow="G")).flows] == ["G"]


def test_an_unknown_flow_name(tmp_path: Path) -> None:
    loaded = read(tmp_path, flow().replace("class F(", "class Train("), options=FrontendOptions(flow="Trian"))
    assert loaded.flows == ()
    assert single(loaded).code == "FLOW004"
    assert single(loaded).help == "did you mean `--flow Train`?"


def test_a_file_without_a_flow(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "x = 1\n")) == ["FLOW004"]


def test_nothing_of_the_users_runs(tmp_path: Path) -> None:
    top = "import os\nos._exit(1)\nimport not_installed_anywhere"
    assert names(only(read(tmp_path, flow(top=top)))) == ["start", "end"]


def test_a_define_makes_a_value_known(tmp_path: Path) -> None:
    text = flow(
        top="TIMES = int(os.environ['TIMES'])",
        steps="@retry(times=TIMES)\n@step\ndef start(self):\n    pass",
    )
    assert codes(read(tmp_path, text)) == ["FLOW201"]
    retried = (
        only(read(tmp_path, text, options=FrontendOptions(defines={"TIMES": 2}))).steps[0].settings.retry
    )
    assert retried is not None
    assert retried.times == 2


def test_effects_are_read(tmp_path: Path) -> None:
    steps = (
        "@step\ndef start(self):\n    self.x = 1\n    self.next(self.end)\n"
        "@step\ndef end(self):\n    print(self.x)"
    )
    found = only(read(tmp_path, flow(steps=steps)))
    assert [write.name for write in found.steps[0].effects.writes] == ["x"]
    assert [item.name for item in found.steps[1].effects.reads] == ["x"]


def test_suppressions_are_given_back(tmp_path: Path) -> None:
    loaded = read(tmp_path, flow(steps="@step\ndef start(self):  # flowc: ignore[FLOW022]\n    pass"))
    assert [item.codes for item in loaded.suppressions] == [("FLOW022",)]


def test_many_steps(tmp_path: Path) -> None:
    count = 2000
    steps = "".join(f"@step\ndef s{i}(self):\n    self.next(self.s{i + 1})\n" for i in range(count))
    assert len(only(read(tmp_path, flow(steps=steps))).steps) == count


def test_importing_the_frontend_does_not_import_libcst() -> None:
    import subprocess

    script = "import sys, flowc.frontend; assert 'libcst' not in sys.modules and 'yaml' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_conditional_definitions(tmp_path: Path) -> None:
    body = """
    if FAST:
        size = Parameter('size', default=1)
    else:
        size = Parameter('size', default=2)
    """
    found = only(read(tmp_path, flow(body, top="FAST = False")))
    assert [item.default for item in found.parameters] == [Known(value=2)]
    loaded = read(tmp_path, flow(body, top="FAST = os.environ.get('FAST')"))
    assert codes(loaded) == ["FLOW201"]
    assert "what `size` is" in single(loaded).message


def test_a_conditional_helper_is_no_finding(tmp_path: Path) -> None:
    helper = "def helper(self):\n        pass\n"
    body = f"try:\n    import fast\n    {helper}except ImportError:\n    {helper}"
    assert "helper" in only(read(tmp_path, flow(body))).members


STARTS = {
    "else": 'if __name__ != "__main__":\n    F()\nelse:\n    G()',
    "elif": 'if __name__ == "other":\n    F()\nelif True:\n    G()',
    "try": 'if __name__ == "__main__":\n    try:\n        G()\n    except SystemExit:\n        raise',
    "unknown condition": "import os\nif os.cpu_count():\n    G()",
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_the_flow_that_the_file_starts(tmp_path: Path, start: str) -> None:
    text = f"{flow()}\n{flow().replace('class F', 'class G')}\n{start}\n"
    loaded = read(tmp_path, text)
    assert [item.name for item in loaded.flows] == ["G"]
