"""Parameters, steps and settings that Metaflow sees, because it runs the module: reported, never dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.ir.values import Known
from tests.frontend_flow.reading import STEPS, codes, decorated, flow, only, read, single

IN_CLASS = {
    "match": 'match MODE:\n    case "a":\n        p = Parameter("p")',
    "walrus": '(p := Parameter("p"))',
    "walrus in a value": 'n = (p := Parameter("p")) and 1',
    "locals": 'locals()["p"] = Parameter("p")',
    "locals in a loop": 'for n in ("a", "b"):\n    vars()[n] = Parameter(n)',
    "handed to a function": 'p = tagged(Parameter("p"))',
    "handed on": 'register(Parameter("p"))',
    "in a list": 'ps = [Parameter("p")]',
    "starred": 'p, *rest = Parameter("p"), 1',
    "step": "locals()['more'] = step(print)",
    "header of a loop": 'for p in (Parameter("p"),):\n    pass',
}


@pytest.mark.parametrize("body", IN_CLASS.values(), ids=IN_CLASS.keys())
def test_nothing_in_a_class_body_is_dropped(tmp_path: Path, body: str) -> None:
    assert single(read(tmp_path, flow(body))).code == "FLOW201"


def test_several_at_once_are_read(tmp_path: Path) -> None:
    found = only(read(tmp_path, flow('p, q = Parameter("p", default=1), Parameter("q", default="x")')))
    assert [(item.name, item.default) for item in found.parameters] == [
        ("p", Known(value=1)),
        ("q", Known(value="x")),
    ]


def test_a_deleted_name_is_gone(tmp_path: Path) -> None:
    found = only(read(tmp_path, flow('p = Parameter("p")\nq = Parameter("q")\ndel p')))
    assert [item.name for item in found.parameters] == ["q"]


def test_the_steps_of_a_match_are_not_dropped(tmp_path: Path) -> None:
    steps = "match MODE:\n    case 1:\n        @step\n        def other(self):\n            pass\n" + STEPS
    assert "FLOW201" in codes(read(tmp_path, flow(steps=steps)))


AFTERWARDS = {
    "parameter": ('F.p = Parameter("p")', "F.p"),
    "setattr": ('setattr(F, "p", Parameter("p"))', "F.p"),
    "computed name": ('for n in "ab":\n    setattr(F, n, Parameter(n))', "members of `F`"),
    "step": ("F.start = retry(times=2)(F.start)", "F.start"),
    "step decorated in place": ("retry(times=2)(F.start)", "F.start"),
    "step replaced": ("F.start = None", "F.start"),
    "step deleted": ("del F.start", "F.start"),
    "made by a function": ("def make():\n    return Parameter('p')\nF.p = make()", "F.p"),
    "a function": ("def grow(cls):\n    cls.p = Parameter('p')\ngrow(F)", "members of `F`"),
    "in a block": ("if True:\n    F.p = Parameter('p')", "F.p"),
}


@pytest.mark.parametrize(("after", "what"), AFTERWARDS.values(), ids=AFTERWARDS.keys())
def test_changes_after_the_class_are_reported(tmp_path: Path, after: str, what: str) -> None:
    finding = single(read(tmp_path, f"{flow()}\n{after}\n"))
    assert finding.code == "FLOW201"
    assert what in finding.message


def test_plain_members_may_be_added(tmp_path: Path) -> None:
    text = f"{flow()}\nF.limit = 3\nF.__doc__ = 'x'\nsetattr(F, 'scale', 2.0)\nprint(F)\n"
    assert {"limit", "scale"} <= set(only(read(tmp_path, text)).members)


HELD = ('TABLE["a"]', 'TABLE["b"][0]', "space.r", 'TABLE.get("a")')


@pytest.mark.parametrize("decorator", HELD)
def test_decorators_out_of_containers_are_not_dropped(tmp_path: Path, decorator: str) -> None:
    top = (
        "import types\nTABLE = {'a': retry(times=3), 'b': [resources(cpu=3)]}\n"
        "space = types.SimpleNamespace(r=retry(times=2))\n"
    )
    finding = single(read(tmp_path, decorated(f"@{decorator}", top=top)))
    assert finding.code == "FLOW215"
    assert decorator.partition("(")[0] in finding.message


def test_a_decorator_of_the_class_that_adds_a_parameter(tmp_path: Path) -> None:
    top = "def add(cls):\n    cls.p = Parameter('p')\n    return cls"
    finding = single(read(tmp_path, flow(top=top, above="@add")))
    assert finding.code == "FLOW215"
    assert finding.message == "`@add` adds parameters or steps by code that flowc does not follow"


def test_what_stands_under_a_condition_that_does_not_hold(tmp_path: Path) -> None:
    body = (
        'if DEBUG:\n    p = Parameter("p", default=1)\n    q = Parameter("q")\n'
        "    @step\n    def more(self):\n        self.next(self.end)\n"
    )
    text = flow(body, top="DEBUG = False\nclass Base(FlowSpec):\n    p = Parameter('p', default=7)")
    found = only(read(tmp_path, text.replace("class F(FlowSpec)", "class F(Base)")))
    assert [(item.name, item.default) for item in found.parameters] == [("p", Known(value=7))]
    assert [step.id for step in found.steps] == ["start", "end"]


TRIED = {
    "after the import": "try:\n    import torch\n    N = 3\nexcept ImportError:\n    N = 4",
    "in the else": "try:\n    import torch\nexcept ImportError:\n    N = 4\nelse:\n    N = 3",
}


@pytest.mark.parametrize("top", TRIED.values(), ids=TRIED.keys())
def test_whether_an_import_works_is_never_guessed(tmp_path: Path, top: str) -> None:
    finding = single(read(tmp_path, decorated("@retry(times=N)", top=top)))
    assert finding.code == "FLOW201"
    kept = only(read(tmp_path, decorated("@retry(times=N)", top=top.replace("torch", "json"))))
    assert kept.steps[0].settings.retry is not None
    assert kept.steps[0].settings.retry.times == 3
