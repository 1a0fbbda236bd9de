"""What flowc emits passes the schema and the checker, and a broken reference in it is always found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowc.backends.argo.lint import lint_manifest
from flowc.diagnostics import Finding
from tests.argo_lint.schema import validate
from tests.argo_sim.test_runs import emit, structured
from tests.generate.flows import flows
from tests.generate.graph import Generated
from tests.structure.build import flow_of
from tests.structure.trees import TREES

ROOT = Path(__file__).parents[2]
GOLDEN = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("golden/*/expected.argo.yaml"))
SETTINGS = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def test_there_are_golden_manifests() -> None:
    assert GOLDEN


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_manifests_pass(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert validate(yaml.safe_load_all(text)) == []
    assert lint_manifest(text, name) == ()


@pytest.mark.parametrize("name", TREES)
def test_every_construct_passes(name: str) -> None:
    text = emit(structured(flow_of(TREES[name][0])))
    assert validate(yaml.safe_load_all(text)) == []
    assert lint_manifest(text, "flow.yaml") == ()


@SETTINGS
@given(flows())
def test_generated_flows_pass(generated: Generated) -> None:
    text = emit(structured(generated.flow()))
    assert lint_manifest(text, "flow.yaml") == ()


@settings(SETTINGS, max_examples=25)
@given(flows(max_steps=12))
def test_generated_flows_pass_the_schema(generated: Generated) -> None:
    assert validate(yaml.safe_load_all(emit(structured(generated.flow())))) == []


REFERENCE = re.compile(
    r"""(?:template|entrypoint):\ (?P<template>[\w-]+)"""
    r"""|(?P<depends>[\w-]+)\.(?:Succeeded|Skipped)"""
    r"""|\{\{tasks\.(?P<task>[\w-]+)\."""
    r"""|tasks\['(?P<indexed>[\w-]+)'\]"""
    r"""|(?:outputs|inputs)\.parameters\.(?P<parameter>\w+)"""
    r"""|workflow\.parameters\.(?P<declared>[\w-]+)\}"""
    r"""|workflow\.(?P<fact>uid|name)"""
    r"""|-\ \{?name:\ (?P<passed>path|iter|next|splits|flowc-image|flowc-store)\b"""
    r"""|\ \{name:\ (?P<volume>tmp|flowc-code),\ mountPath"""
)


def references(text: str) -> list[tuple[int, int]]:
    """Where anything is referred to, or what is referred to is named."""
    return [found.span(found.lastgroup or 0) for found in REFERENCE.finditer(text)]


def serious(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.severity.value != "note"]


@SETTINGS
@given(flows(), st.data())
def test_a_renamed_reference_is_found(generated: Generated, data: st.DataObject) -> None:
    text = emit(structured(generated.flow()))
    begin, end = data.draw(st.sampled_from(references(text)))
    wrong = text[:begin] + text[begin:end] + "zz" + text[end:]
    assert serious(lint_manifest(wrong, "flow.yaml")), wrong[begin - 200 : end + 50]


def parsed(text: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return document


def linted(document: dict[str, Any]) -> list[Finding]:
    return serious(lint_manifest(yaml.dump(document, Dumper=yaml.CSafeDumper), "flow.yaml"))


@SETTINGS
@given(flows(), st.data())
def test_a_missing_template_is_found(generated: Generated, data: st.DataObject) -> None:
    document = parsed(emit(structured(generated.flow())))
    templates = document["spec"]["templates"]
    del templates[data.draw(st.integers(0, len(templates) - 1))]
    assert linted(document)


PARTS = ("inputs", "outputs", "arguments", "withSequence", "container", "dag")


@SETTINGS
@given(flows(), st.data())
def test_a_missing_part_of_a_call_is_found(generated: Generated, data: st.DataObject) -> None:
    """Inputs, outputs, arguments and counts: each is there because something refers to it, or refers itself."""
    text = emit(structured(generated.flow()))
    document = parsed(text)
    owners = [
        (owner, key)
        for template in document["spec"]["templates"]
        for owner in (template, *template.get("dag", {}).get("tasks", []))
        for key in PARTS
        if key in owner and (key != "outputs" or f"tasks.{owner['name']}.outputs" in text)
    ]
    owner, key = owners[data.draw(st.integers(0, len(owners) - 1))]
    del owner[key]
    assert linted(document), (owner, key)
