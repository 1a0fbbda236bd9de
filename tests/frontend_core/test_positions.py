"""Positions agree with libcst's own, which are slow but sure, over much real source."""

from __future__ import annotations

import ast
import asyncio
import json
import sys
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from flowc.frontend.source import Source
from tests.frontend_core.sources import Project

LIBRARY = [
    *(
        Path(ast.__file__).with_name(name)
        for name in ("ast.py", "argparse.py", "dataclasses.py", "typing.py")
    ),
    *(Path(asyncio.__file__).with_name(name) for name in ("base_events.py", "streams.py", "tasks.py")),
    Path(json.__file__).with_name("encoder.py"),
]

COMPARED = (
    cst.BaseExpression,
    cst.BaseSmallStatement,
    cst.Arg,
    cst.ImportAlias,
    cst.Param,
    cst.Decorator,
    cst.DictElement,
)

HARD = '''\
import os.path as osp, sys
from . import sibling
from .pkg.mod import (a as b, c)
@deco
@ deco.other(1, *args, key=2, **kw)
async def name(a, /, b: int = 1, *rest, c="é", **kw) -> "résumé":
\tx = ( (a) + b ) * -c
\treturn f"é{x!r:>{w}}" "plain" f"{y.z[0]}", (yield)
class Name(Base, metaclass=M):
    é = ü.ö(ä)
    x: int; y = 1; z += 2
    del a, b
    del (a, b)
print(x for x in y if z)
a = b if c else d
a and b and c or d and not e
t = 1, 2
u = (1, 2)
v = a[1:2, ::3], a[b,], a[(b, c)]
w = {**a, 'b': (c), "d": e}
s = ("one"  # comment "with quotes"
     'two' f"""three {
     x + 1}
  {"a" if b else 'c'}""")
def f():
    if 1:
        return f"""
        {self.x}
            {  self.y:{self.z}} {self.w!r}
        """, (f"{self.a}"
              f"{self.b}")
lambda q, *, r=1: q + r
assert x, "message"
raise A from B
with a as b, c as (d, e): pass
try: pass
except (A, B) as e: pass
for i, j in k: pass
while (n := f()): pass
x = a < b <= c != (d)
x = [i for i in j for k in l if m if n]
await_ = {i: j for i, j in k}
global_ = a \\
    .b(
        c
    )
'''


def differences(text: str) -> list[str]:
    source = Source(
        file="f.py", path=Path("f.py"), name="f", text=text, tree=ast.parse(text.removeprefix("\ufeff"))
    )
    wrapper = MetadataWrapper(source.module, unsafe_skip_copy=True)
    expected = wrapper.resolve(PositionProvider)
    found = []
    rest: list[cst.CSTNode] = [source.module]
    while rest:
        node = rest.pop()
        rest.extend(node.children)
        position = expected.get(node)
        if not isinstance(node, COMPARED) or position is None:
            continue
        want = (position.start.line, position.start.column + 1, position.end.line, position.end.column + 1)
        got = source.positions.of(node)
        if got != want and not _is_wanted(node, want, got):
            found.append(f"{source.code(node)!r}: {got} instead of {want}")
    return found


def _is_wanted(node: cst.CSTNode, want: tuple[int, ...], got: tuple[int, ...]) -> bool:
    """Where ours differ on purpose: tuples have their parentheses, parameters their annotation and not their star."""
    if isinstance(node, (cst.Tuple, cst.GeneratorExp)):
        return bool(node.lpar) and got[0] <= want[0] and got[2] >= want[2]
    if isinstance(node, cst.Param):
        return got[0] == want[0] and (got[1] == want[1] or bool(node.star))
    if isinstance(
        node, (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString, cst.Name, cst.Attribute)
    ):
        return got[0] <= want[0] <= got[2]  # a part of something that has a position as a whole
    if isinstance(node, (cst.Arg, cst.DictElement)):
        return got[0] >= want[0] and got[2] <= want[2]  # parentheses around the value
    return False


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_positions_of_the_standard_library(path: Path) -> None:
    assert differences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_positions_of_hard_cases(newline: str) -> None:
    assert differences(HARD.replace("\n", newline)) == []


def find(module: cst.Module, text: str) -> cst.CSTNode:
    """The outermost node with this text."""
    rest: list[cst.CSTNode] = [module]
    while rest:
        node = rest.pop(0)
        if not isinstance(node, cst.Module) and module.code_for_node(node).strip() == text:
            return node
        rest.extend(node.children)
    raise AssertionError(text)


CASES = [
    ("x = f'{self.a} and {self.b}'\n", "self.b", (1, 21, 1, 27)),
    ("x = ('a'\n     f'{self.b}')\n", "self.b", (2, 9, 2, 15)),
    ("x = 'é' + f'é{self.b}'\n", "self.b", (1, 15, 1, 21)),
    ("x = f'{a:{self.b}}'\n", "self.b", (1, 11, 1, 17)),
    ("x = f'{f\"{self.b}\"}'\n", "self.b", (1, 11, 1, 17)),
    ("x = f'''\n{self.b}'''\n", "self.b", (2, 2, 2, 8)),
    ("@step\ndef start(self): pass\n", "start", (2, 5, 2, 10)),
    ("class  A : pass\n", "A", (1, 8, 1, 9)),
    ("@ step\ndef f(): pass\n", "@ step", (1, 1, 1, 7)),
    ("f(key = 1)\n", "key", (1, 3, 1, 6)),
    ("from a.b import c as d\n", "a.b", (1, 6, 1, 9)),
    ("from a.b import c as d\n", "d", (1, 22, 1, 23)),
    ("x.yy\n", "yy", (1, 3, 1, 5)),
    ("def f(aa=1): pass\n", "aa", (1, 7, 1, 9)),
]


@pytest.mark.parametrize(("text", "part", "where"), CASES)
def test_exact_places(tmp_path: Path, text: str, part: str, where: tuple[int, int, int, int]) -> None:
    source = Project(tmp_path, {"flow.py": text}).flow
    span = source.span(find(source.module, part))
    assert (span.line, span.column, span.end_line, span.end_column) == where
    assert span.file == "flow.py"


def test_punctuation_stands_where_its_holder_does(tmp_path: Path) -> None:
    source = Project(tmp_path, {"flow.py": "x = a + b\n"}).flow
    operator = find(source.module, "+")
    span = source.span(operator)
    assert (span.line, span.column, span.end_column) == (1, 5, 10)


def test_a_node_of_another_tree_has_no_position(tmp_path: Path) -> None:
    source = Project(tmp_path, {"flow.py": "x = 1\n"}).flow
    with pytest.raises(KeyError):
        source.span(cst.Name("x"))


@pytest.mark.skipif(sys.version_info < (3, 12), reason="older Pythons do not read it")
def test_nested_quotes(tmp_path: Path) -> None:
    source = Project(tmp_path, {"flow.py": 'x = f"{a["k"]} {self.b}"\n'}).flow
    assert source.span(find(source.module, "self.b")).column == 17
