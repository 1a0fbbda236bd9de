"""Every rule keeps its promise: its bad example gets its code and no other, its good example gets nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.diagnostics import Finding
from flowc.ir.rule import Rule
from flowc.ir.rules import RULES
from tests.compiling import compile_for, lint_example, read, rendered, serious, write_example
from tests.golden.expected import ROOT, Expected

FLOWC_AT_FAULT = "FLOW901"
"""No flow gets this one: if we knew an example, we would mend flowc."""

SAID_OF_MOST_FLOWS = {"FLOW309", "FLOW323"}
"""What is not configured is left to the workflow: a note, once."""

EXAMPLES = {rule.code: rule for rule in RULES if rule.code != FLOWC_AT_FAULT and rule.target != "deploy"}
"""Findings about an engine that a flow is sent to are shown by tests/deploy."""

PLAIN_FLOW = EXAMPLES["FLOW011"].good


def slug(path: Path) -> str:
    """The name of the file behind the code; those about manifests are told apart from those about flows."""
    name = path.stem[len("flow000_") :]
    return f"yaml_{name}" if path.parent.name == "manifest" else name


FILES = {path.stem[:7].upper(): slug(path) for path in (ROOT / "ir" / "rules").rglob("flow[0-9]*.py")}


def findings_of(rule: Rule, source: str, folder: Path) -> tuple[Finding, ...]:
    match rule.target:
        case None:
            return read(write_example(folder, source, rule.files)).findings
        case "manifest":
            (folder / "manifest.yaml").write_bytes(source.encode())
            return lint_example(source)
        case "configuration":
            path = write_example(folder, PLAIN_FLOW, {"flowc.toml": source})
            return read(path).findings or tuple(serious(compile_for(path, "airflow").findings))
        case target:
            path = write_example(folder, source, rule.files)
            return compile_for(path, target, package_external=False).findings


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_bad_example_gets_exactly_this_code(code: str, tmp_path: Path, expected: Expected) -> None:
    rule = EXAMPLES[code]
    findings = findings_of(rule, rule.bad, tmp_path)
    assert code in {finding.code for finding in findings}
    assert {finding.code for finding in serious(findings)} <= {code}, findings
    shown = tuple(finding for finding in findings if finding.code == code)
    folder = ROOT / "golden" / "errors" / FILES[code]
    expected.match(folder / "expected.diagnostics.txt", rendered(shown, tmp_path))


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_good_example_gets_nothing(code: str, tmp_path: Path) -> None:
    rule = EXAMPLES[code]
    findings = findings_of(rule, rule.good, tmp_path)
    if rule.target in (None, "manifest", "configuration"):
        assert findings == ()
    else:  # a target has notes about any flow
        assert serious(findings) == []
        assert code not in {finding.code for finding in findings} - SAID_OF_MOST_FLOWS


@pytest.mark.parametrize("code", EXAMPLES)
def test_findings_have_what_people_need(code: str, tmp_path: Path) -> None:
    rule = EXAMPLES[code]
    for finding in findings_of(rule, rule.bad, tmp_path):
        if finding.code == code:
            assert finding.message and not finding.message.endswith(".")
            assert finding.message[0] == finding.message[0].lower() or finding.message.startswith(
                ("Argo", "FLOW")
            )
            assert finding.label or finding.help or finding.notes
            assert str(tmp_path) not in repr(finding)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rules_explain_themselves(rule: Rule) -> None:
    assert rule.title and not rule.title.endswith(".")
    assert 40 < len(rule.why) < 700 and rule.why.endswith(".")
    page = ROOT / "docs" / "rules" / f"{rule.code}.md"
    assert page.is_file(), f"{page.name} is missing; to write it, run: make docs"
    assert rule.title in page.read_text(encoding="utf-8")


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)


def test_every_folder_of_errors_belongs_to_a_rule() -> None:
    folders = {path.name for path in (ROOT / "golden" / "errors").iterdir()}
    assert folders == {FILES[code] for code in EXAMPLES}


def test_slugs_are_unique() -> None:
    assert len(set(FILES.values())) == len(FILES)
