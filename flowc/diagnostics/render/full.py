"""The format for people: message, place, source, help; after the model of rustc."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import combining, east_asian_width

from flowc.diagnostics.finding import Finding, Severity
from flowc.diagnostics.render.report import ReadLines, Report, summary
from flowc.diagnostics.span import Span

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
BLUE, BOLD = "34", "1"
TAB = "    "
LONGEST_SPAN = 6
"""Longer spans show their first and last line only."""


def render(report: Report) -> str:
    """Every finding as a block, then a summary line."""
    blocks = ["\n".join(_block(finding, report)) for finding in report.findings]
    line = summary(report)
    if line:
        blocks.append(line)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _block(finding: Finding, report: Report) -> Iterator[str]:
    paint = _Paint(report.colour)
    colour = COLOURS[finding.severity]
    title = paint(f"{finding.severity.value}[{finding.code}]", colour, BOLD)
    yield title + paint(f": {finding.message}", BOLD)
    labels = [(finding.span, finding.label, "^")]
    labels += [(label.span, label.text, "-") for label in finding.related]
    width = max(len(str(span.end_line)) for span, _, _ in labels)
    yield from _place(finding.span, width, "-->", paint)
    shown = list(_source(finding.span, finding.label, "^", (report.lines, width, paint, colour)))
    yield from shown
    for label in finding.related:
        yield from _place(label.span, width, ":::", paint)
        yield from _source(label.span, label.text, "-", (report.lines, width, paint, BLUE))
    trailer = [
        *(("note", note) for note in finding.notes),
        *([("help", finding.help)] if finding.help else []),
    ]
    if trailer and shown:
        yield f"{' ' * width} {paint('|', BLUE)}"
    for word, text in trailer:
        yield from _remark(word, text, width, paint)


class _Paint:
    """Colours text for a terminal, or leaves it alone."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, *codes: str) -> str:
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.on else text


def _place(span: Span, width: int, arrow: str, paint: _Paint) -> Iterator[str]:
    yield f"{' ' * width}{paint(arrow, BLUE)} {span}"


_Look = tuple[ReadLines, int, _Paint, str]


def _source(span: Span, text: str | None, mark: str, look: _Look) -> Iterator[str]:
    """The lines of a span, underlined, with the label under the last one; nothing when the file is not at hand."""
    read, width, paint, colour = look
    lines = read(span.file)
    if not 1 <= span.line <= len(lines):
        return
    bar = paint("|", BLUE)
    last = min(span.end_line, len(lines))
    yield f"{' ' * width} {bar}"
    for number in _shown(span.line, last):
        if number is None:
            yield paint("...", BLUE)
            continue
        line = lines[number - 1]
        start = span.column if number == span.line else len(line) - len(line.lstrip()) + 1
        end = span.end_column if number == span.end_line else len(line) + 1
        yield f"{paint(str(number).rjust(width), BLUE)} {bar} {_expand(line)}".rstrip()
        under = _width(line[: start - 1]), max(1, _width(line[start - 1 : end - 1]))
        label = f" {text}" if text and number == last else ""
        yield f"{' ' * width} {bar} {' ' * under[0]}{paint(mark * under[1] + label, colour)}".rstrip()


def _shown(first: int, last: int) -> list[int | None]:
    if last - first < LONGEST_SPAN:
        return list(range(first, last + 1))
    return [first, None, last]


def _expand(line: str) -> str:
    return line.replace("\t", TAB)


def _width(text: str) -> int:
    """Columns on a terminal: wide characters take two, combining ones none."""
    return sum(_columns(character) for character in _expand(text))


def _columns(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _remark(word: str, text: str, width: int, paint: _Paint) -> Iterator[str]:
    lines = text.splitlines() or [""]
    yield f"{' ' * width} {paint('=', BLUE)} {paint(word, BOLD)}: {lines[0]}"
    for line in lines[1:]:
        yield f"{' ' * width}   {' ' * len(word)}  {line}".rstrip()
