"""SARIF 2.1.0, which code hosts show beside the source."""

from __future__ import annotations

import json
from urllib.parse import quote

from flowc import __version__
from flowc.diagnostics.finding import Finding
from flowc.diagnostics.render.report import Report
from flowc.diagnostics.span import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report) -> str:
    """One run with the rules that the findings name."""
    codes = sorted({finding.code for finding in report.findings})
    driver = {
        "name": "flowc",
        "version": __version__,
        "informationUri": "https://pypi.org/project/flowc/",
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code)) for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str) -> dict[str, object]:
    """The rule as an identifier alone: this package knows findings, not rules. `flowc explain` has the rest."""
    return {"id": code, "help": {"text": f"flowc explain {code}"}}


def _result(finding: Finding, index: int) -> dict[str, object]:
    text = finding.message if finding.help is None else f"{finding.message}\nHelp: {finding.help}"
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": text},
        "locations": [_location(finding.span)],
    }
    if finding.related:
        result["relatedLocations"] = [
            {**_location(label.span), "message": {"text": label.text}} for label in finding.related
        ]
    return result


def _location(span: Span) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(span.file)},
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": max(span.end_column, 1),
            },
        }
    }
