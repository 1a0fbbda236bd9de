"""Scopes that evaluation sees, and the bounds of all computation."""

from __future__ import annotations

from pathlib import Path

import libcst as cst

from flowc.frontend.evaluate import Known, Unknown, evaluate
from tests.frontend_core.sources import Project


def test_variables_of_a_comprehension_stay_inside(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "y = 1\nX = y\n"})
    assert project.value("[X for y in (5, 6)]") == Known(value=[1, 1])
    assert project.value("[y for y in (5, 6)] + [y]") == Known(value=[5, 6, 1])


def test_a_class_body_is_a_scope(tmp_path: Path) -> None:
    from flowc.frontend.scope import Class

    project = Project(tmp_path, {"flow.py": "a = 1\nclass C:\n    a = 2\n    b = a + 1\n"})
    cls = project.scope.lookup("C")
    assert isinstance(cls, Class)
    assert evaluate(cst.Name("b"), project.scope.body_of(cls.node)) == Known(value=3)


def test_long_chains_of_names(tmp_path: Path) -> None:
    text = "n0 = 1\n" + "".join(f"n{i} = n{i - 1} + 1\n" for i in range(1, 3000))
    project = Project(tmp_path, {"flow.py": text})
    assert isinstance(project.value("n2999"), Unknown)
    for i in range(0, 3000, 50):
        project.value(f"n{i}")
    assert project.value("n2999") == Known(value=3000)


def test_doubling_ends(tmp_path: Path) -> None:
    text = "a0 = [1, 1]\n" + "".join(f"a{i} = [a{i - 1}, a{i - 1}]\n" for i in range(1, 60))
    text += "s0 = 'ab'\n" + "".join(f"s{i} = s{i - 1} + s{i - 1}\n" for i in range(1, 60))
    text += "def f0(): return 1\n" + "".join(
        f"def f{i}(): return f{i - 1}() + f{i - 1}()\n" for i in range(1, 19)
    )
    project = Project(tmp_path, {"flow.py": text})
    for name in ("a59", "a59 == a58", "s59", "f18()", "str(a40)"):
        assert isinstance(project.value(name), Unknown)
    assert isinstance(project.value("s10"), Known)


def test_all_evaluations_share_a_budget(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "x = 1\n"})
    heavy = "len([a for a in range(100) for b in range(60)])"
    results = [project.value(heavy) for _ in range(100)]
    assert isinstance(results[0], Known)
    assert isinstance(results[-1], Unknown)


def test_crlf_in_texts(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "X = '''a\r\nb'''\r\nY = f'''a\r\n{1}'''\r\n"})
    assert project.value("X") == Known(value="a\nb")
    assert project.value("Y") == Known(value="a\n1")


def test_adjacent_texts_without_end(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "X = (" + "'a'\n" * 250 + ")\n"})
    assert project.value("X") == Known(value="a" * 250)


def test_a_constant_of_a_broken_module(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "from broken import X\n", "broken.py": "X = (\n"})
    assert isinstance(project.value("X"), Unknown)
    assert project.codes == ["FLOW001"]


def test_a_star_import_of_an_unknown_package(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "from numpy import *\nX = pi\nY = sum([1])\nZ = len([1])\n"})
    results = [project.value(name) for name in "XYZ"]
    assert isinstance(results[0], Unknown) and "from numpy import *" in results[0].reason
    assert isinstance(results[1], Unknown)
    assert results[2] == Known(value=1)
