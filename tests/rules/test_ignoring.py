"""Silencing a finding never makes flowc stumble over what the finding was about."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.diagnostics import Finding
from flowc.ir.rules import RULES
from tests.compiling import compile_for, write_example

FLOWS = {rule.code: rule for rule in RULES if rule.target not in ("manifest", "configuration")}


def silenced(source: str, findings: tuple[Finding, ...]) -> str:
    """The source with a comment on each line that a finding starts or ends on."""
    lines = source.split("\n")
    for line in {at for finding in findings for at in (finding.span.line, finding.span.end_line)}:
        if line <= len(lines) and not lines[line - 1].endswith("\\"):
            lines[line - 1] += "  # flowc: ignore"
    return "\n".join(lines)


@pytest.mark.parametrize("code", FLOWS)
def test_ignoring_everything_breaks_nothing(code: str, tmp_path: Path) -> None:
    rule = FLOWS[code]
    first = compile_for(write_example(tmp_path, rule.bad, rule.files), "argo")
    source = silenced(rule.bad, first.findings)
    again = compile_for(write_example(tmp_path, source, rule.files), "argo")
    assert again.findings or again.documents
    if rule.ignorable and rule.check is not None:
        assert code not in {finding.code for finding in again.findings}


@pytest.mark.parametrize("code", [code for code, rule in FLOWS.items() if not rule.ignorable])
def test_what_cannot_be_ignored_is_said_again(code: str, tmp_path: Path) -> None:
    rule = FLOWS[code]
    first = compile_for(write_example(tmp_path, rule.bad, rule.files), "argo")
    if code in {finding.code for finding in first.findings}:
        source = silenced(rule.bad, first.findings)
        again = compile_for(write_example(tmp_path, source, rule.files), "argo")
        assert code in {finding.code for finding in again.findings}
