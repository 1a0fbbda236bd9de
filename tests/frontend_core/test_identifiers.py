"""Names that Python takes for the same, however they are written."""

from __future__ import annotations

import ast
from pathlib import Path

import libcst as cst
import pytest

from flowc.frontend.identifiers import place_of_name, with_known_names
from tests.compiling import read
from tests.frontend_core.sources import Project

WIDE_X = "\uff58"
LIGATURE = "\ufb01"


@pytest.mark.parametrize("name", [WIDE_X, f"{LIGATURE}t", "\u00b5", "e\u0301", "\u017ftep"])
def test_names_are_those_of_the_standard_library(name: str) -> None:
    text = f"import {name} as a\ndef {name}({name}, *, k={name}):\n"
    text += f"    return self.{name}({name}=f'{{self.{name}:>3}}')\n"
    found: list[str] = []

    class Names(cst.CSTVisitor):
        def visit_Name(self, node: cst.Name) -> None:  # noqa: N802 - of libcst
            found.append(node.value)

    with_known_names(cst.parse_module(text), text).visit(Names())
    written = ast.parse(f"{name} = 1").body[0]
    assert isinstance(written, ast.Assign) and isinstance(written.targets[0], ast.Name)
    known = written.targets[0].id
    assert known != name
    assert set(found) == {known, "a", "k", "self"}


def test_strings_and_known_names_stay() -> None:
    text = f"a = '{WIDE_X}'\n"
    module = cst.parse_module(text)
    assert with_known_names(module, text).code == text
    plain = "a = '\u00e4'\n"
    module = cst.parse_module(plain)
    assert with_known_names(module, plain) is module


def test_places_are_those_of_what_is_written(tmp_path: Path) -> None:
    text = f"class {WIDE_X}:\n    def {LIGATURE}t(self): print(f'{{self.{LIGATURE}t:>9}}', self.{WIDE_X})\n"
    source = Project(tmp_path, {"flow.py": text}).flow
    (named,) = source.module.body
    assert isinstance(named, cst.ClassDef) and named.name.value == "x"
    assert source.span(named.name).column == 7
    (method,) = named.body.body
    assert isinstance(method, cst.FunctionDef) and method.name.value == "fit"
    assert (source.span(method.name).column, source.span(method.name).end_column) == (9, 11)


def test_a_name_is_found_as_it_is_written() -> None:
    assert place_of_name("x", f"def {WIDE_X}(x)", 3) == (4, 5)
    assert place_of_name("fit", f"def {LIGATURE}t(a)", 3) == (4, 6)
    assert place_of_name("a.b", "from \u00e4 import a.b", 0) == (14, 17)
    assert place_of_name("a", "no", 0)[0] == -1


FLOW = """\
from metaflow import FlowSpec, step


class F(FlowSpec):
    @step
    def start(self):
        self.{written} = [1, 2]
        self.next(self.{step}, foreach="{items}")

    @step
    def {step}(self):
        print(self.input, self.x)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@pytest.mark.parametrize(("items", "expected"), [("x", []), (WIDE_X, ["FLOW105"])])
def test_an_artifact_is_the_one_that_python_stores(tmp_path: Path, items: str, expected: list[str]) -> None:
    path = tmp_path / "flow.py"
    path.write_text(FLOW.format(written=WIDE_X, step=f"{LIGATURE}t", items=items), encoding="utf-8")
    unit = read(path)
    assert [finding.code for finding in unit.findings] == expected
    assert [str(step.id) for step in unit.flows[0].steps] == ["start", "fit", "join", "end"]
