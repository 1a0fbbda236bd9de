"""Mutated sources: a finding or an answer, never an exception."""

from __future__ import annotations

import keyword
import random
import re
from pathlib import Path

import libcst as cst
import pytest

from flowc.diagnostics import Finding
from flowc.frontend.classes import ClassInfo, mro, own_classes
from flowc.frontend.closure import import_closure
from flowc.frontend.evaluate import Known, Unknown, evaluate
from flowc.frontend.files import still_valid
from flowc.frontend.flow_choice import choose_flow
from flowc.frontend.scope import Scope, dsl_name
from flowc.frontend.source import Source
from tests.frontend_core import test_evaluate_modules, test_positions
from tests.frontend_core.sources import Project

FLOW = '''\
"""Docs."""
import os
from metaflow import FlowSpec, Parameter, retry, step  # flowc: ignore[FLOW012]
from helper import *
import helper as h

LIMIT = {"a": [1, 2, (3,)], "b": f"{os.sep}x{1 + 2:>4}"}


class Base(FlowSpec):
    alpha = Parameter("alpha", default=LIMIT["a"][0] * 2)


class Second(Base, h.Mixin):
    @retry(times=h.TIMES, minutes_between_retries=1)
    @step
    def start(self):
        self.x = [i for i in range(3)]
        self.next(self.end, foreach="x")

    @step
    def end(self, inputs):
        print(f"{self.x!r} {[i.x for i in inputs]}")


if __name__ == "__main__":
    Second()
'''
HELPER = "TIMES = 3\nclass Mixin:\n    pass\nfrom flow import LIMIT\n"
SEEDS = [FLOW, test_positions.HARD, test_evaluate_modules.MODULE]
TOKENS = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    "=",
    "==",
    "+",
    "-",
    "*",
    "**",
    "/",
    "%",
    "@",
    "'",
    '"',
    "'''",
    '"""',
    "#",
    "\\",
    "`",
    "~",
    ";",
    "\n",
    "\t",
    "\r",
    "\x00",
    "\x0c",
    "é",
    "😀",
    "\ufeff",
    "def",
    "class",
    "import",
    "from",
    "if",
    "else",
    "for",
    "while",
    "try",
    "except",
    "with",
    "lambda",
    "yield",
    "await",
    "async",
    "return",
    "self",
    "f'",
    "rb'",
    "None",
    "True",
    "__file__",
    "metaflow",
    "step",
    "FlowSpec",
    "0",
    "1e999",
    "0x",
    "*args",
    "match",
    "case",
    "type",
    "print(",
    "#",
    "flowc:",
    "ignore[",
]


def rearrange(text: str, random_: random.Random) -> str:
    """Put a name, number or text where another one was: mostly still Python."""
    words = [word for word in re.findall(r"[A-Za-z_]\w*|\d+", text) if not keyword.iskeyword(word)]
    for _ in range(random_.randint(1, 6)):
        old, new = random_.choice(words), random_.choice(words)
        if old[0].isdigit() == new[0].isdigit() or random_.random() < 0.2:
            places = [found.start() for found in re.finditer(rf"\b{old}\b", text)]
            at = random_.choice(places or [len(text)])
            text = text[:at] + new + text[at + len(old) :]
    if random_.random() < 0.3:
        statements = re.split(r"\n(?=\S)", text)
        random_.shuffle(statements)
        text = "\n".join(statements)
    return text


def mutate(text: str, random_: random.Random) -> bytes:
    if random_.random() < 0.7:
        return rearrange(text, random_).encode()
    for _ in range(random_.randint(1, 4)):
        at = random_.randint(0, len(text))
        end = min(len(text), at + random_.choice((0, 1, 3, 20, 200)))
        kind = random_.randint(0, 4)
        if kind == 0:
            text = text[:at] + text[end:]
        elif kind == 1:
            text = text[:at] + random_.choice(TOKENS) + text[at:]
        elif kind == 2:
            text = text[:end] + text[at:]
        elif kind == 3:
            lines = text.split("\n")
            random_.shuffle(lines)
            text = "\n".join(lines)
        else:
            text = text[:at] + random_.choice(TOKENS) + text[end:]
    data = text.encode("utf-8", "surrogatepass")
    if random_.random() < 0.05:
        at = random_.randint(0, len(data))
        data = data[:at] + bytes([random_.randint(0, 255)]) + data[at:]
    return data


def examine(project: Project) -> int:
    """Ask everything there is to ask; give back how many answers were values."""
    source, known = project.source, 0
    for finding in project.modules.findings:
        check(finding)
    if source is None:
        return 0
    scope = project.scope
    for name in scope.entries.by_name:
        scope.lookup(name)
    known += everywhere(source, scope)
    for info in own_classes(source, project.modules):
        order = mro(info, project.modules)
        assert order.classes and info in order.classes
        for finding in order.findings:
            check(finding)
    chosen = choose_flow(source, project.modules)
    assert isinstance(chosen, ClassInfo) or check(chosen)
    for finding in import_closure(source, project.modules).findings:
        check(finding)
    assert all(one.first_line <= one.last_line for one in source.suppressions)
    assert still_valid(project.files.accesses())
    return known


def check(finding: Finding) -> bool:
    span = finding.span
    assert span.line >= 1 and span.column >= 1
    assert (span.end_line, span.end_column) >= (span.line, span.column)
    assert finding.message and "/tmp" not in repr(finding)
    return True


def everywhere(source: Source, scope: Scope) -> int:
    """Every expression of the file: its position, its value, its name in the language."""
    lines = source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    known = 0
    rest: list[cst.CSTNode] = [source.module]
    while rest:
        node = rest.pop()
        rest.extend(node.children)
        if isinstance(node, (cst.BaseExpression, cst.BaseStatement, cst.BaseSmallStatement)):
            span = source.span(node)
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert span.column <= len(lines[span.line - 1]) + 1
            assert span.end_column <= len(lines[span.end_line - 1]) + 1
        if isinstance(node, cst.BaseExpression):
            result = evaluate(node, scope)
            assert isinstance(result, (Known, Unknown))
            assert "\U0010ff00" not in repr(result)
            known += isinstance(result, Known)
            dsl_name(node, scope)
    return known


@pytest.mark.parametrize("seed", range(150))
def test_a_mutated_source_never_raises(tmp_path: Path, seed: int) -> None:
    random_ = random.Random(seed)
    flow = mutate(random_.choice(SEEDS), random_)
    helper = mutate(HELPER, random_) if seed % 3 == 0 else HELPER
    examine(Project(tmp_path, {"flow.py": flow, "helper.py": helper}))


@pytest.mark.parametrize("text", SEEDS, ids=["flow", "hard", "module"])
def test_the_seeds_have_values(tmp_path: Path, text: str) -> None:
    """Else the mutations would test nothing."""
    assert examine(Project(tmp_path, {"flow.py": text, "helper.py": HELPER})) > 20
