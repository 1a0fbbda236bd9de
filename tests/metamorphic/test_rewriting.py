"""The rewriting keeps the meaning: it changes names and order, and nothing else."""

from __future__ import annotations

import ast

from tests.metamorphic.rewriting import rename_steps, shuffle_steps, step_names

SOURCE = """\
from metaflow import FlowSpec, step


class F(FlowSpec):
    kept = 1

    @step
    def start(self):
        self.a = "żółć"; self.next(self.a_step, self.b)

    @retry
    @step
    def a_step(self):
        self.b = self.start_of = 1
        self.next(self.join)

    # about b
    @step
    def b(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.x = inputs.b.b + inputs[0].a_step
        self.next({"end": self.end, "b": self.end}, condition="b")

    @step
    def end(self):
        pass
"""

NAMES = {"start": "s1", "a_step": "s2", "b": "s3", "join": "s4", "end": "s5"}


def test_renaming_touches_steps_only() -> None:
    renamed = rename_steps(SOURCE, NAMES)
    assert step_names(renamed) == ["s1", "s2", "s3", "s4", "s5"]
    assert (
        '@step(start=True)\n    def s1(self):\n        self.a = "żółć"; self.next(self.s2, self.s3)'
        in renamed
    )
    assert "self.b = self.start_of = 1" in renamed
    assert "self.x = inputs.s3.b + inputs[0].a_step" in renamed
    assert 'self.next({"end": self.s5, "b": self.s5}, condition="b")' in renamed
    assert "@step(end=True)\n    def s5" in renamed


def test_renaming_back_and_forth_is_nothing() -> None:
    renamed = rename_steps(SOURCE, {"a_step": "t", "b": "u", "join": "v"})
    assert rename_steps(renamed, {"t": "a_step", "u": "b", "v": "join"}) == SOURCE


def test_shuffling_keeps_every_method_whole() -> None:
    shuffled = shuffle_steps(SOURCE, seed=1)
    assert step_names(shuffled) != step_names(SOURCE)
    assert sorted(map(ast.dump, ast.walk(ast.parse(shuffled)))) != []
    methods = {ast.unparse(node) for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.FunctionDef)}
    again = {ast.unparse(node) for node in ast.walk(ast.parse(shuffled)) if isinstance(node, ast.FunctionDef)}
    assert methods == again
    assert sorted(shuffled.splitlines()) == sorted(SOURCE.splitlines())
