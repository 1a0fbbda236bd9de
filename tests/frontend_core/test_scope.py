"""What names stand for, across modules."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from flowc.frontend.evaluate import Known
from flowc.frontend.scope import (
    Ambiguous,
    Assigned,
    Binding,
    Class,
    Function,
    ImportedModule,
    ImportedName,
    Unknown,
    dsl_name,
)
from tests.frontend_core.sources import Project


def lookup(tmp_path: Path, text: str, name: str = "x", **files: str) -> Binding:
    others = {f"{key}.py": value for key, value in files.items()}
    return Project(tmp_path, {"flow.py": text, **others}).scope.lookup(name)


KINDS = [
    ("x = 1\n", Assigned),
    ("x: int = 1\n", Assigned),
    ("x = y = 1\n", Assigned),
    ("y, x = 1, 2\n", Assigned),
    ("def x(): pass\n", Function),
    ("async def x(): pass\n", Function),
    ("class x: pass\n", Class),
    ("import x\n", ImportedModule),
    ("import x.y\n", ImportedModule),
    ("import y as x\n", ImportedModule),
    ("from y import x\n", ImportedName),
    ("from y import z as x\n", ImportedName),
    ("from y import *\nx = 1\n", Assigned),
    ("x = 1\nx = 2\n", Ambiguous),
    ("x = 1\nif y: x = 2\n", Ambiguous),
    ("x = 1\nx += 1\n", Ambiguous),
    ("x = []\nx.append(1)\n", Ambiguous),
    ("x = {}\nx['a'] = 1\n", Ambiguous),
    ("x = {}\ndel x\n", Ambiguous),
    ("x = 1\ndef f():\n    global x\n    x = 2\n", Ambiguous),
    ("for x in y: pass\n", Ambiguous),
    ("with y as x: pass\n", Ambiguous),
    ("a, (b, x) = y\n", Ambiguous),
    ("try: pass\nexcept ValueError: x = 1\n", Ambiguous),
    ("match y:\n    case 1: x = 1\n", Ambiguous),
    ("while y: x = 1\n", Ambiguous),
    ("try:\n    x = 1\nfinally:\n    pass\n", Assigned),
    ("with y:\n    x = 1\n", Assigned),
    ("if True: x = 1\nelse: x = 2\n", Assigned),
    ("D = False\nif D:\n    x = 1\nelif not D:\n    x = 2\n", Assigned),
    ("if False: x = 1\n", Unknown),
    ("x: int\n", Unknown),
    ("y = 1\n", Unknown),
    ("import os\nos.environ['a'] = 'b'\nimport os as x\n", ImportedModule),
    ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from y import x\n", ImportedName),
    (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from y import x\nelse:\n    x = 1\n",
        Assigned,
    ),
    ("try:\n    import json as x\nexcept ImportError:\n    x = None\n", ImportedModule),
    ("try:\n    import unheard as x\nexcept ImportError:\n    x = None\n", Ambiguous),
    ("try:\n    from metaflow import step as x\nexcept ImportError:\n    x = None\n", ImportedName),
    ("import x.a\nimport x.b\n", ImportedModule),
    ("x = x\n", Assigned),
    ("if x: x = 1\n", Ambiguous),
    ("import sys\nif sys.version_info >= (3, 10): x = 1\nelse: x = 2\n", Assigned),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kinds_of_bindings(tmp_path: Path, text: str, kind: type) -> None:
    assert isinstance(lookup(tmp_path, text), kind)


def assigned(binding: Binding) -> str:
    assert isinstance(binding, Assigned), binding
    return cst.Module(body=()).code_for_node(binding.expr)


FOLLOWED = [
    ("from helper import x\n", {"helper": "x = 7\n"}),
    ("from helper import y as x\n", {"helper": "y = 7\n"}),
    ("from helper import *\n", {"helper": "x = 7\n"}),
    ("from a import x\n", {"a": "from b import x\n", "b": "from c import y as x\n", "c": "y = 7\n"}),
    ("from a import *\n", {"a": "from b import *\n", "b": "x = 7\n"}),
    ("from a import *\nfrom b import *\n", {"a": "x = 1\n", "b": "x = 7\n"}),
    ("if True:\n    from a import x\n", {"a": "x = 7\n"}),
    ("try:\n    from a import x\nexcept ImportError:\n    x = 1\n", {"a": "x = 7\n"}),
]


@pytest.mark.parametrize(("text", "files"), FOLLOWED)
def test_imports_are_followed(tmp_path: Path, text: str, files: dict[str, str]) -> None:
    assert assigned(lookup(tmp_path, text, **files)) == "7"


def test_circles_of_imports_end(tmp_path: Path) -> None:
    binding = lookup(tmp_path, "from a import x\n", a="from b import x\n", b="from a import x\n")
    assert isinstance(binding, Unknown)
    binding = lookup(tmp_path, "from a import *\n", "x", a="from b import *\n", b="from a import *\n")
    assert isinstance(binding, Unknown)


def test_long_chains_end(tmp_path: Path) -> None:
    files = {f"m{i}.py": f"from m{i + 1} import x\n" for i in range(300)}
    project = Project(tmp_path, {"flow.py": "from m0 import x\n", **files})
    assert isinstance(project.scope.lookup("x"), Unknown)


def test_submodules_are_modules(tmp_path: Path) -> None:
    files = {
        "flow.py": "from pkg import inner\nimport pkg\n",
        "pkg/__init__.py": "",
        "pkg/inner.py": "y = 7\n",
    }
    scope = Project(tmp_path, files).scope
    binding = scope.lookup("inner")
    assert isinstance(binding, ImportedModule) and binding.dotted == "pkg.inner"
    assert assigned(scope.denote(cst.parse_expression("inner.y"))) == "7"
    assert assigned(scope.denote(cst.parse_expression("pkg.inner.y"))) == "7"


def test_a_class_body_falls_back_to_the_module(tmp_path: Path) -> None:
    scope = Project(tmp_path, {"flow.py": "a = 1\nb = 2\nclass C:\n    b = 3\n"}).scope
    cls = scope.lookup("C")
    assert isinstance(cls, Class)
    body = scope.body_of(cls.node)
    assert assigned(body.lookup("a")) == "1"
    assert assigned(body.lookup("b")) == "3"
    assert isinstance(body.own("a"), Unknown)


DSL = [
    ("from metaflow import step", "step", "step"),
    ("from metaflow import step as s", "s", "step"),
    ("import metaflow", "metaflow.step", "step"),
    ("import metaflow as mf", "mf.conda_base", "conda_base"),
    ("import flowc", "flowc.FlowSpec", "FlowSpec"),
    ("from flowc import FlowSpec", "FlowSpec", "FlowSpec"),
    ("from metaflow import *", "kubernetes", "kubernetes"),
    ("from metaflow.decorators import step", "step", "step"),
    ("import metaflow.decorators", "metaflow.decorators.step", "step"),
    ("from metaflow import step\ns = step", "s", "step"),
    ("import metaflow\nmf = metaflow\ns = mf.step", "s", "step"),
    ("from helper import s", "s", "retry"),
    ("import helper", "helper.s", "retry"),
    ("from helper import *", "s", "retry"),
    ("import helper as h", "h.mf.retry", "retry"),
    ("try:\n    from metaflow import step\nexcept ImportError:\n    from other import step", "step", "step"),
    ("from other import step", "step", None),
    ("def step(f): return f", "step", None),
    ("", "step", None),
    ("from metaflow import step\ns = step(1)", "s", None),
    ("from metaflow import step\ndef step(f): return f", "step", None),
    ("from metaflow import *", "nosuch", None),
    ("s = t\nt = s", "s", None),
    ("from metaflow import step", "step()", None),
]


@pytest.mark.parametrize(("text", "expr", "name"), DSL)
def test_names_of_the_language(tmp_path: Path, text: str, expr: str, name: str | None) -> None:
    helper = "import metaflow as mf\nfrom metaflow import retry as s\n"
    scope = Project(tmp_path, {"flow.py": text + "\n", "helper.py": helper}).scope
    assert dsl_name(cst.parse_expression(expr), scope) == name


def test_defines_override_names(tmp_path: Path) -> None:
    files = {
        "flow.py": "import os, conf\nfrom conf import A\nX = os.getenv('X')\nY = 1\n",
        "conf.py": "A = 1\nB = A\nX = 2\n",
    }
    defines = {"X": 5, "conf.A": [1], "outside.name": "v"}
    project = Project(tmp_path, files, defines=defines)
    values = {text: project.value(text) for text in ("X", "Y", "A", "conf.A", "conf.B", "conf.X")}
    assert values == {
        "X": Known(value=5),
        "Y": Known(value=1),
        "A": Known(value=[1]),
        "conf.A": Known(value=[1]),
        "conf.B": Known(value=[1]),
        "conf.X": Known(value=2),
    }


def test_defines_of_modules_that_are_not_local(tmp_path: Path) -> None:
    text = "import settings\nfrom settings import IMAGE\nA = settings.IMAGE\n"
    project = Project(tmp_path, {"flow.py": text}, defines={"settings.IMAGE": "python:3.12"})
    assert project.value("A") == Known(value="python:3.12")
    assert project.value("IMAGE") == Known(value="python:3.12")
