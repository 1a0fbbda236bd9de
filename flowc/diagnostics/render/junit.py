"""JUnit XML: a test case a finding, and one that passes for every file without findings."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flowc.diagnostics.finding import Finding, Severity
from flowc.diagnostics.render.report import Report


def render(report: Report) -> str:
    """Errors and warnings are failures; notes are test cases that pass, with the note as their output."""
    failing = [finding for finding in report.findings if finding.severity is not Severity.NOTE]
    cases = list(_cases(report))
    counts = {"tests": str(len(cases)), "failures": str(len(failing)), "errors": "0"}
    root = Element("testsuites", {"name": "flowc", **counts})
    SubElement(root, "testsuite", {"name": "flowc", **counts}).extend(cases)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _cases(report: Report) -> Iterator[Element]:
    with_findings = {finding.span.file for finding in report.findings}
    for file in report.files:
        if file not in with_findings:
            yield Element("testcase", {"classname": _clean(file), "name": "no findings"})
    yield from map(_case, report.findings)


def _case(finding: Finding) -> Element:
    span = finding.span
    name = f"{finding.code} at {span.line}:{span.column}"
    case = Element(
        "testcase",
        {"classname": _clean(span.file), "name": name, "file": _clean(span.file), "line": str(span.line)},
    )
    text = _clean(f"{span}: {finding.message}" + (f"\nhelp: {finding.help}" if finding.help else ""))
    if finding.severity is Severity.NOTE:
        SubElement(case, "system-out").text = text
    else:
        attributes = {"type": finding.severity.value, "message": _clean(finding.message)}
        SubElement(case, "failure", attributes).text = text
    return case


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(character if _allowed(ord(character)) else "\ufffd" for character in text)


def _allowed(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
