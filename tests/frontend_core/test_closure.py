"""The files that travel with a flow."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.frontend.closure import Closure, import_closure
from tests.frontend_core.sources import Project, write

TREE = {
    "helper.py": "import deeper\n",
    "deeper.py": "import helper\nX = 1\n",
    "unused.py": "",
    "pkg/__init__.py": "from .a import x\n",
    "pkg/a.py": "from . import b\nx = 1\n",
    "pkg/b.py": "",
    "pkg/c.py": "",
    "space/part.py": "",
}


def closure(tmp_path: Path, text: str, **options: object) -> Closure:
    project = Project(tmp_path, {**TREE, "flow.py": text}, **options)
    return import_closure(project.flow, project.modules)


def paths(found: Closure) -> list[str]:
    return [file.path for file in found.files if file.path != "flow.py"]


PACKAGE = ["pkg/__init__.py", "pkg/a.py", "pkg/b.py"]
CASES = [
    ("", []),
    ("import json, numpy, metaflow\n", []),
    ("import helper\n", ["deeper.py", "helper.py"]),
    ("def f():\n    import deeper\n", ["deeper.py", "helper.py"]),
    ("try:\n    import deeper\nexcept ImportError:\n    pass\n", ["deeper.py", "helper.py"]),
    ("from pkg.a import x\n", PACKAGE),
    ("from pkg import a\n", PACKAGE),
    ("import pkg.c\n", [*PACKAGE, "pkg/c.py"]),
    ("from space import part\n", ["space/part.py"]),
    ("import space.part as p\n", ["space/part.py"]),
    ("import importlib\nimportlib.import_module('pkg.c')\n", [*PACKAGE, "pkg/c.py"]),
    ("from importlib import import_module as load\nload('deeper')\n", ["deeper.py", "helper.py"]),
    ("__import__('deeper')\n", ["deeper.py", "helper.py"]),
    ("import typing\nif typing.TYPE_CHECKING:\n    import helper\n", []),
    (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import helper\nelse:\n    import pkg.c\n",
        [*PACKAGE, "pkg/c.py"],
    ),
    ("from helper import *\n", ["deeper.py", "helper.py"]),
    ("import flow\n", []),
]


@pytest.mark.parametrize(("text", "files"), CASES)
def test_what_travels(tmp_path: Path, text: str, files: list[str]) -> None:
    found = closure(tmp_path, text)
    assert paths(found) == files
    assert found.findings == ()


def test_reasons_and_places(tmp_path: Path) -> None:
    found = closure(tmp_path, "x = 1\nimport helper\n")
    assert [(file.path, file.reason) for file in found.files] == [
        ("deeper.py", "imported by helper.py:1"),
        ("flow.py", "the flow file"),
        ("helper.py", "imported by flow.py:2"),
    ]
    assert found.files[0].source_path == tmp_path / "deeper.py"


def test_search_paths_are_laid_out_beside_the_flow(tmp_path: Path) -> None:
    write(tmp_path / "lib", {"extra/__init__.py": "", "extra/more.py": ""})
    found = closure(tmp_path / "home", "import extra.more\n", search_paths=(Path("../lib"),))
    assert paths(found) == ["extra/__init__.py", "extra/more.py"]


def test_a_broken_helper_is_an_error(tmp_path: Path) -> None:
    project = Project(tmp_path, {"flow.py": "import broken\n", "broken.py": "x = (\n"})
    import_closure(project.flow, project.modules)
    assert project.codes == ["FLOW001"]


def messages(found: Closure) -> list[tuple[str, str, int]]:
    return [(finding.code, finding.severity.value, finding.span.column) for finding in found.findings]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("from metaflow import FlowSpec, S3\n", 32),
        ("from metaflow import Flwo\n", 22),
        ("from metaflow.cards import Nonsense\n", 28),
        ("import metaflow.plugins\n", 1),
        ("from metaflow.exception import Nonsense\n", 32),
    ],
)
def test_what_no_step_can_start_with(tmp_path: Path, text: str, column: int) -> None:
    assert messages(closure(tmp_path, text)) == [("FLOW009", "error", column)]
    late = closure(tmp_path / "late", f"def f():\n    {text}")
    assert messages(late) == [("FLOW009", "warning", column + 4)]
    for caught in ("ImportError", "(KeyError, ModuleNotFoundError)", "Exception"):
        assert closure(tmp_path / "tried", f"try:\n    {text}except {caught}:\n    pass\n").findings == ()
    other = closure(tmp_path / "other", f"try:\n    {text}except KeyError:\n    pass\n")
    assert messages(other) == [("FLOW009", "warning", column + 4)]


def test_an_unknown_decorator_is_left_to_the_rule_of_decorators(tmp_path: Path) -> None:
    text = "from metaflow import FlowSpec, {0}, step\nclass F(FlowSpec):\n    @{0}(a=1)\n    @step\n"
    assert closure(tmp_path, text.format("checkpoint") + "    def start(self): pass\n").findings == ()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("import importlib\nimportlib.import_module(name)\n", 1),
        ("__import__(f'{x}')\n", 1),
        ("from . import helper\n", 1),
        ("import metaflow as mf\nx = mf.S3(1)\n", 5),
        ("import metaflow\nmetaflow.metadata\n", 1),
    ],
)
def test_what_fails_at_run_time(tmp_path: Path, text: str, column: int) -> None:
    assert messages(closure(tmp_path, text)) == [("FLOW009", "warning", column)]


@pytest.mark.parametrize(
    "text",
    [
        "from metaflow import FlowSpec, step, Parameter, JSONType, current, retry, kubernetes, Flow, Run\n",
        "from metaflow import *\n",
        "from metaflow.exception import MetaflowException\n",
        "from metaflow.decorators import step\n",
        "import metaflow.exception\n",
        "from metaflow.cards import Markdown, MetaflowCardComponent\n",
        "import metaflow\nmetaflow.cards.Markdown\n",
        "from metaflow import user_step_decorator, pytorch_parallel, yaml_parser\n",
        "import metaflow as mf\nmf.step, mf.exception.MetaflowException, mf.Flow\n",
        "from flowc import FlowSpec\n",
        "other.import_module(name)\n",
    ],
)
def test_what_works_at_run_time(tmp_path: Path, text: str) -> None:
    assert closure(tmp_path, text).findings == ()


def test_close_names_are_offered(tmp_path: Path) -> None:
    (finding,) = closure(tmp_path, "from metaflow import Paramter\n").findings
    assert finding.help == "did you mean `Parameter`?"


@pytest.mark.parametrize("text", ["import pkg.nosuch\n", "from pkg.nosuch import y\n"])
def test_a_missing_local_module_is_an_error(tmp_path: Path, text: str) -> None:
    (finding,) = closure(tmp_path, text).findings
    assert (finding.code, finding.severity.value) == ("FLOW008", "error")
    assert "`pkg/nosuch.py`" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import pkg.nosuch\nexcept ImportError:\n    pass\n",
        "def f():\n    import pkg.nosuch\n",
        "import space.nosuch\n",
        "from pkg import nosuch\n",
        "import elsewhere.nosuch\n",
    ],
)
def test_a_module_that_may_come_from_elsewhere_is_none(tmp_path: Path, text: str) -> None:
    assert closure(tmp_path, text).findings == ()


def test_an_extension_module_is_no_source(tmp_path: Path) -> None:
    write(tmp_path, {"pkg/fast.cpython-312.so": b"\x7fELF"})
    assert closure(tmp_path, "import pkg.fast\n").findings == ()
