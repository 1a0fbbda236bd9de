"""Every golden flow compiles to exactly what its folder expects."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowc.backends.registry import BACKENDS
from flowc.ir.text import print_flow
from flowc.ir.verify import verify
from tests.compiling import compile_for, rendered, serious
from tests.golden.expected import ROOT, Expected
from tests.metamorphic.rewriting import step_names

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GOLDEN = ROOT / "golden"
EXPECTED = {
    "airflow": "expected.airflow.py",
    "step-functions": "expected.step-functions.json",
}
"""The expected file of a target: the first document that it emits."""
EXPECTED = {target: name for target, name in EXPECTED.items() if target in BACKENDS}
FOLDERS = sorted(path.parent.name for path in GOLDEN.glob("*/flow.py"))


def cases_of(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "cases.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FOLDERS)
def test_the_output_is_the_expected_one(name: str, expected: Expected) -> None:
    folder = GOLDEN / name
    inline = cases_of(folder).get("package") == "inline"
    compiled = compile_for(folder / "flow.py", "argo", package_external=not inline)
    (flow,) = compiled.flows
    expected.match(folder / "expected.ir.txt", print_flow(flow))
    findings = serious(compiled.findings)
    if findings:
        expected.match(folder / "expected.diagnostics.txt", rendered(tuple(findings), folder))
    else:
        expected.absent(folder / "expected.diagnostics.txt")
    (document,) = compiled.documents
    expected.match(folder / "expected.argo.yaml", document.text)


@pytest.mark.parametrize("target", sorted(EXPECTED))
@pytest.mark.parametrize("name", FOLDERS)
def test_other_targets_emit_what_is_expected(name: str, target: str, expected: Expected) -> None:
    folder = GOLDEN / name
    inline = cases_of(folder).get("package") == "inline"
    compiled = compile_for(folder / "flow.py", target, package_external=not inline)
    findings = serious(compiled.findings)
    report = folder / f"expected.{target}.diagnostics.txt"
    if findings:
        expected.match(report, rendered(tuple(findings), folder))
    else:
        expected.absent(report)
    path = folder / EXPECTED[target]
    if compiled.documents:
        expected.match(path, compiled.documents[0].text)
    else:
        expected.absent(path)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_ir_is_sound(name: str) -> None:
    (flow,) = compile_for(GOLDEN / name / "flow.py", "argo").flows
    verify(flow)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_manifest_is_one_that_argo_takes(name: str) -> None:
    from flowc.backends.argo.lint import lint_manifest
    from tests.argo_lint.schema import validate

    text = (GOLDEN / name / "expected.argo.yaml").read_text(encoding="utf-8")
    assert lint_manifest(text, "expected.argo.yaml") == ()
    assert validate(yaml.safe_load_all(text)) == []


@pytest.mark.parametrize("name", FOLDERS)
def test_cases_speak_of_the_flow(name: str) -> None:
    folder = GOLDEN / name
    document = cases_of(folder)
    sources = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))]
    steps = {step for source in sources for step in step_names(source)}
    cases = document["case"]
    assert len({case["name"] for case in cases}) == len(cases) > 0
    for case in cases:
        assert case["status"] in ("succeeded", "failed", "refused")
        assert set(case.get("tasks", {})) | set(case.get("attempts", {})) <= steps
        assert set(case.get("artifacts", {})) | set(case.get("failed", [])) <= steps
        assert bool(case.get("failed")) == (case["status"] == "failed")
        assert case.get("artifacts") or case["status"] != "succeeded" or name in NO_ARTIFACTS


NO_ARTIFACTS: set[str] = set()


@pytest.mark.parametrize("name", FOLDERS)
def test_golden_flows_say_what_they_show(name: str) -> None:
    source = (GOLDEN / name / "flow.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source))
    assert 'if __name__ == "__main__":' in source
