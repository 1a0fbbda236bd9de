"""The format for people: each finding with the source it is about."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics.finding import Finding
from flowc.diagnostics.render.report import Report, summary
from flowc.diagnostics.render.snippet import Mark, snippet
from flowc.diagnostics.render.style import BLUE, BOLD, COLORS, Style
from flowc.diagnostics.span import Span


def render(report: Report) -> str:
    """All findings, an empty line after each, then the summary."""
    blocks = ["\n".join(_lines(finding, report)) + "\n" for finding in report.findings]
    return "\n".join([*blocks, summary(report)]) + "\n"


def _lines(finding: Finding, report: Report) -> Iterator[str]:
    style = Style(report.color)
    gutter = len(str(_last_line(finding)))
    bar = style.paint(" " * gutter + " |", BLUE)
    head = style.paint(f"{finding.severity.value}[{finding.code}]", COLORS[finding.severity])
    message = "\n".join(finding.message.splitlines())
    yield head + style.paint(f": {message}", BOLD)
    shown = False
    for number, (file, marks) in enumerate(_files(finding)):
        arrow = "-->" if number == 0 else ":::"
        yield f"{' ' * gutter}{style.paint(arrow, BLUE)} {marks[0].span if number else finding.span}"
        source = report.source(file)
        lines = list(snippet(source, marks, gutter, style)) if source is not None else []
        if lines:
            shown = True
            yield bar
            yield from lines
        elif number:
            yield from (f"{' ' * gutter}{style.paint(' =', BLUE)} {mark.text}" for mark in marks if mark.text)
    if shown:
        yield bar
    yield from _remarks(finding, shown, " " * gutter + style.paint(" =", BLUE), style)


def _remarks(finding: Finding, shown: bool, lead: str, style: Style) -> Iterator[str]:
    remarks = [("note", text) for text in finding.notes]
    if finding.label and not shown:
        remarks.insert(0, ("note", finding.label))
    if finding.help:
        remarks.insert(0, ("help", finding.help))
    remarks.append(("note", f"run `flowc explain {finding.code}`"))
    for kind, text in remarks:
        first, *rest = text.splitlines() or [""]
        yield f"{lead} {style.paint(kind, BOLD)}: {first}"
        indent = " " * (len(lead) if not style.color else len(str(_last_line(finding))) + 2)
        yield from (f"{indent}       {line}" for line in rest)


def _files(finding: Finding) -> list[tuple[str, list[Mark]]]:
    """The marks of each file, the finding's own first."""
    color = COLORS[finding.severity]
    groups = {finding.span.file: [Mark(finding.span, finding.label or "", "^", color)]}
    for label in finding.related:
        groups.setdefault(label.span.file, []).append(Mark(label.span, label.text, "-", BLUE))
    return list(groups.items())


def _last_line(finding: Finding) -> int:
    spans: list[Span] = [finding.span, *(label.span for label in finding.related)]
    return max(max(span.line, span.end_line) for span in spans)
