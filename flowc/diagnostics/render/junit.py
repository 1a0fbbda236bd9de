"""JUnit XML: a test case for each checked file, failed by its errors."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flowc.diagnostics.finding import Finding, Severity
from flowc.diagnostics.render.report import Report


def render(report: Report) -> str:
    """One suite. Warnings and notes go to the output of the case."""
    files = dict.fromkeys((*report.files, *(finding.span.file for finding in report.findings)))
    suite = Element("testsuite", name="flowc", tests=str(len(files)))
    failures = 0
    for file in files:
        findings = [finding for finding in report.findings if finding.span.file == file]
        failures += any(finding.severity is Severity.ERROR for finding in findings)
        _case(suite, file, findings)
    suite.set("failures", str(failures))
    indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suite, encoding="unicode") + "\n"


def _case(suite: Element, file: str, findings: list[Finding]) -> None:
    case = SubElement(suite, "testcase", classname="flowc", name=file)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    others = [finding for finding in findings if finding.severity is not Severity.ERROR]
    if errors:
        failure = SubElement(case, "failure", message=_clean(errors[0].message), type=errors[0].code)
        failure.text = "\n".join(map(_line, errors))
    if others:
        SubElement(case, "system-out").text = "\n".join(map(_line, others))


def _line(finding: Finding) -> str:
    return _clean(f"{finding.span}: {finding.severity.value}[{finding.code}] {finding.message}")


def _clean(text: str) -> str:
    """Control characters have no place in XML."""
    return "".join(character if character >= " " or character in "\n\t" else "?" for character in text)
