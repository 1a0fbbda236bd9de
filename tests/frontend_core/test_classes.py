"""Bases, their order, and which class is the flow."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowc.diagnostics import Finding
from flowc.frontend.classes import Mro, flow_classes, mro, own_classes
from flowc.frontend.flow_choice import choose_flow
from flowc.frontend.linearise import Cycle, Inconsistent, linearise
from tests.frontend_core.sources import Project

FLOW = "from metaflow import FlowSpec, step\n"


def order(tmp_path: Path, text: str, name: str = "F", **files: str) -> Mro:
    others = {f"{key}.py": value for key, value in files.items()}
    project = Project(tmp_path, {"flow.py": FLOW + text, **others})
    (info,) = [one for one in own_classes(project.flow, project.modules) if one.name == name]
    return mro(info, project.modules)


def names(found: Mro) -> list[str]:
    return [info.name for info in found.classes]


def test_a_plain_flow(tmp_path: Path) -> None:
    found = order(tmp_path, "class F(FlowSpec): pass\n")
    assert (names(found), found.is_flow, found.open, found.findings) == (["F"], True, None, ())


def test_mixins_across_modules(tmp_path: Path) -> None:
    text = "from base import Base\nimport mixins as m\nclass F(m.Mixin, Base): pass\n"
    base = "import metaflow\nclass Root(metaflow.FlowSpec): pass\nclass Base(Root): pass\n"
    found = order(tmp_path, text, base=base, mixins="class Mixin: pass\n")
    assert names(found) == ["F", "Mixin", "Base", "Root"]
    assert found.is_flow and found.open is None
    assert [info.source.file for info in found.classes] == ["flow.py", "mixins.py", "base.py", "base.py"]


def test_a_diamond(tmp_path: Path) -> None:
    text = "class A(FlowSpec): pass\nclass B(A): pass\nclass C(A): pass\nclass F(B, C): pass\n"
    assert names(order(tmp_path, text)) == ["F", "B", "C", "A"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("from other import Base\nclass F(Base): pass\n", "comes from `other`"),
        ("class F(make()): pass\n", "not written as a class"),
        ("class F(Nowhere): pass\n", "`Nowhere` is not defined"),
        ("B = make()\nclass F(B): pass\n", "not written as a class"),
        ("if x:\n    class B: pass\nelse:\n    class B: pass\nclass F(B): pass\n", "depends on an `if`"),
        ("class F(*bases): pass\n", "unpacks its bases"),
    ],
)
def test_open_bases(tmp_path: Path, text: str, why: str) -> None:
    found = order(tmp_path, text)
    assert found.open is not None and why in found.open
    assert names(found) == ["F"]


@pytest.mark.parametrize(
    "bases",
    [
        "FlowSpec, ABC",
        "FlowSpec, Generic[T]",
        "FlowSpec, object",
        "Alias",
        "FlowSpec, metaclass=M",
        "lib.FlowSpec",
    ],
)
def test_bases_that_add_nothing(tmp_path: Path, bases: str) -> None:
    text = "from abc import ABC\nfrom typing import Generic\nimport metaflow as lib\nAlias = FlowSpec\n"
    found = order(tmp_path, f"{text}class F({bases}): pass\n")
    assert found.is_flow and found.open is None and found.findings == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("class A(FlowSpec): pass\nclass F(FlowSpec, A): pass\n", "cannot be put in an order"),
        (
            "class A: pass\nclass B: pass\nclass X(A, B): pass\nclass Y(B, A): pass\nclass F(X, Y): pass\n",
            "in an order",
        ),
        ("class F(F): pass\n", "circle: `F` -> `F`"),
        ("class F(A): pass\nclass A(F): pass\n", "circle: `F` -> `A` -> `F`"),
    ],
)
def test_impossible_bases(tmp_path: Path, text: str, message: str) -> None:
    found = order(tmp_path, text)
    (finding,) = found.findings
    assert finding.code == "FLOW006"
    assert message in finding.message
    assert "F" in names(found)


def test_a_circle_through_modules(tmp_path: Path) -> None:
    found = order(tmp_path, "from a import A\nclass F(A): pass\n", a="from flow import F\nclass A(F): pass\n")
    assert [finding.code for finding in found.findings] == ["FLOW006"]


def test_a_class_derived_from_its_namesake(tmp_path: Path) -> None:
    found = order(tmp_path, "from base import F\nclass F(F): pass\n", base=FLOW + "class F(FlowSpec): pass\n")
    assert [(info.name, info.source.file) for info in found.classes] == [("F", "flow.py"), ("F", "base.py")]
    assert found.is_flow and found.findings == ()


def test_a_long_chain_of_bases(tmp_path: Path) -> None:
    chain = "".join(f"class C{i}(C{i - 1}): pass\n" for i in range(1, 600))
    found = order(tmp_path, f"class C0(FlowSpec): pass\n{chain}class F(C599): pass\n")
    assert len(found.classes) == 601 and found.is_flow


@given(st.data())
def test_the_order_is_pythons(data: st.DataObject) -> None:
    """Random hierarchies, defined for real beside."""
    made: dict[str, type] = {}
    bases: dict[str, tuple[str, ...]] = {}
    for number in range(data.draw(st.integers(1, 8))):
        name = f"C{number}"
        chosen = data.draw(st.lists(st.sampled_from(sorted(made)), unique=True, max_size=3)) if made else []
        try:
            made[name] = type(name, tuple(made[one] for one in chosen), {})
        except TypeError:
            wrong = linearise(name, {**bases, name: tuple(chosen)}.__getitem__)
            assert isinstance(wrong.fault, Inconsistent) and wrong.fault.at == name
            assert set(wrong.items) >= {name, *chosen}
            continue
        bases[name] = tuple(chosen)
        got = linearise(name, bases.__getitem__)
        assert got.fault is None
        assert list(got.items) == [cls.__name__ for cls in made[name].__mro__[:-1]]


def test_cycles_are_found() -> None:
    found = linearise("A", {"A": ("B",), "B": ("C",), "C": ("B",)}.__getitem__)
    assert isinstance(found.fault, Cycle) and found.fault.through == ("B", "C")
    assert found.items == ("A", "B", "C")


STEPS = "    @step\n    def start(self): pass\n"


def choice(tmp_path: Path, text: str, name: str | None = None, **files: str) -> str:
    others = {f"{key}.py": value for key, value in files.items()}
    project = Project(tmp_path, {"flow.py": FLOW + text, **others})
    found = choose_flow(project.flow, project.modules, name)
    return f"{found.code}: {found.message}" if isinstance(found, Finding) else found.name


TWO = "class A(FlowSpec): pass\nclass B(FlowSpec): pass\n"
CHOSEN = [
    ("class F(FlowSpec): pass\n", None, "F"),
    ("class A(FlowSpec): pass\nclass B(A): pass\n", None, "B"),
    (TWO, "A", "A"),
    (TWO + "if __name__ == '__main__':\n    A()\n", None, "A"),
    (TWO + "if __name__ == '__main__':\n    flow = B()\n", None, "B"),
    (TWO + "A()\n", None, "A"),
    ("class A(FlowSpec): pass\nclass B(A): pass\nif __name__ == '__main__':\n    A()\n", None, "A"),
    ("class A(FlowSpec): pass\nclass B(A): pass\n", "A", "A"),
    ("class Helper: pass\nclass F(FlowSpec): pass\nHelper()\n", None, "F"),
    ("from base import Imported\nif __name__ == '__main__':\n    Imported()\n", None, "Imported"),
    ("if True:\n    class F(FlowSpec): pass\n", None, "F"),
]


@pytest.mark.parametrize(("text", "name", "flow"), CHOSEN)
def test_the_flow_of_a_file(tmp_path: Path, text: str, name: str | None, flow: str) -> None:
    assert choice(tmp_path, text, name, base=FLOW + "class Imported(FlowSpec): pass\n") == flow


REFUSED = [
    ("x = 1\n", None, "FLOW004: `flow.py` has no flow"),
    (f"class F:\n{STEPS}", None, "FLOW004: class `F` has steps, but does not derive from FlowSpec"),
    (
        f"from other import Base\nclass F(Base):\n{STEPS}",
        None,
        "FLOW004: class `F` has steps, but flowc cannot see",
    ),
    (TWO, None, "FLOW005: `flow.py` has 2 flows: `A`, `B`"),
    (TWO, "C", "FLOW004: `flow.py` has no flow `C`; its flows are `A`, `B`"),
    (TWO + "A()\nB()\n", None, "FLOW005: "),
]


@pytest.mark.parametrize(("text", "name", "message"), REFUSED)
def test_no_one_flow(tmp_path: Path, text: str, name: str | None, message: str) -> None:
    assert choice(tmp_path, text, name).startswith(message)


def test_flows_in_source_order(tmp_path: Path) -> None:
    project = Project(
        tmp_path, {"flow.py": FLOW + "class Z(FlowSpec): pass\nclass A(FlowSpec): pass\nclass B(A): pass\n"}
    )
    assert [info.name for info in flow_classes(project.flow, project.modules)] == ["Z", "B"]
