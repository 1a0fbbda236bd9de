"""Whatever comes in: findings, never an exception, never a hang."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flowc.backends.argo.lint import lint_manifest
from tests.argo_lint.test_planted import NAMES
from tests.argo_lint.test_planted import example as manifest

SETTINGS = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))

BAD = {
    "nothing": ("", []),
    "only a comment": ("# nothing\n", []),
    "empty documents": ("---\n---\n", []),
    "text": ("hello", ["FLOW503"]),
    "list": ("- a\n- b\n", ["FLOW503"]),
    "null bytes": ("a: \x00", ["FLOW501"]),
    "one quote": ("'", ["FLOW501"]),
    "deep": ("[" * 5000, ["FLOW501"]),
    "deep and whole": ("[" * 5000 + "]" * 5000, ["FLOW501"]),
    "deep mapping": ("".join(" " * i + "a:\n" for i in range(300)), ["FLOW501"]),
    "a tag": ("!!python/object:os.system {}", ["FLOW503"]),
    "self reference": ("&a [*a]", ["FLOW501", "FLOW503"]),
    "wrong kinds everywhere": (
        "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: []\nspec: 3\n",
        ["FLOW506", "FLOW506", "FLOW570"],
    ),
    "null spec": (
        "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: a}\nspec:\n",
        ["FLOW506"],
    ),
    "kind is a list": ("apiVersion: v1\nkind: [Workflow]\n", ["FLOW503"]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_findings(name: str) -> None:
    text, codes = BAD[name]
    assert sorted(finding.code for finding in lint_manifest(text, "m.yaml")) == codes


@SETTINGS
@given(st.text())
@example("\ufeff")
@example("a: \ud800")
@example("? a\n: b\n? [x]\n: {y: z}")
def test_any_text(text: str) -> None:
    for finding in lint_manifest(text, "m.yaml"):
        assert finding.span.line >= 1


TOKEN = re.compile(r"[\w.-]+|\{\{|\}\}|[^\w\s]|\n *")


@SETTINGS
@given(st.sampled_from(NAMES), st.data())
def test_any_mutation_of_a_manifest(name: str, data: st.DataObject) -> None:
    text = manifest(name)
    spans = [found.span() for found in TOKEN.finditer(text)]
    for _ in range(data.draw(st.integers(1, 3))):
        begin, end = data.draw(st.sampled_from(spans))
        other, last = data.draw(st.sampled_from(spans))
        piece = data.draw(
            st.sampled_from(["", text[other:last], "[]", "{}", "null", "3", "{{", "}}", "'", "&a ", "*a"])
        )
        text = text[:begin] + piece + text[end:]
    findings = lint_manifest(text, "m.yaml")
    assert list(findings) == sorted(findings, key=lambda one: (one.span, one.code, one.message))


def test_long_expressions_and_long_chains() -> None:
    size = 3000
    tasks = "".join(
        f"          - {{name: t{i}, template: one, depends: t{i - 1}.Succeeded}}\n" for i in range(1, size)
    )
    every = " && ".join(f"t{i}.Succeeded" for i in range(size))
    text = (
        "apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: long}\nspec:\n"
        "  entrypoint: flow\n  templates:\n    - name: one\n      container: {image: a, command: [a]}\n"
        "    - name: flow\n      dag:\n        tasks:\n          - {name: t0, template: one}\n"
        f"{tasks}          - {{name: last, template: one, depends: {every}}}\n"
    )
    assert lint_manifest(text, "m.yaml") == ()
    deep = text.replace(every, "(" * 400 + "t0.Succeeded" + ")" * 400)
    assert [finding.code for finding in lint_manifest(deep, "m.yaml")] == ["FLOW522"]
    negated = text.replace(every, "!" * 2000 + "t0.Failed")
    assert [
        finding.code
        for finding in lint_manifest(
            negated.replace("depends: !", 'depends: "!').replace("t0.Failed}", 't0.Failed"}'), "m.yaml"
        )
    ] == []
