"""Source lines with what is marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowc.diagnostics.record import small_record
from flowc.diagnostics.render.columns import show, window
from flowc.diagnostics.render.style import BLUE, Style
from flowc.diagnostics.span import Span

HEAD, TAIL = 3, 2
"""How many lines are shown at the ends of a longer span."""


@small_record
class Mark:
    """A place to underline with `sign`, and what to write beside it."""

    span: Span
    text: str
    sign: str
    color: str

    @property
    def whole_file(self) -> bool:
        """Whether the span says nothing but the file."""
        span = self.span
        return (span.line, span.column, span.end_line, span.end_column) == (1, 1, 1, 1)

    @property
    def long(self) -> bool:
        """Whether the span goes over several lines."""
        return self.span.end_line > self.span.line


def snippet(source: Sequence[str], marks: Sequence[Mark], gutter: int, style: Style) -> Iterator[str]:
    """The lines around all marks of one file, in order; nothing for a file as a whole or places beyond its end."""
    placed = [mark for mark in marks if not mark.whole_file and mark.span.line <= len(source)]
    # Bars beside the source are drawn for one span over several lines; of further ones the first line is marked.
    bar = next((mark for mark in placed if mark.long), None)
    shown_before = 0
    for number in _numbers(placed, bar, len(source)):
        if shown_before and number > shown_before + 1:
            yield (style.paint("...".ljust(gutter + 3), BLUE) + _inside(bar, number, style)).rstrip()
        shown_before = number
        yield from _line(
            source[number - 1], number, [mark for mark in placed if mark is not bar], bar, gutter, style
        )


def _numbers(marks: Sequence[Mark], bar: Mark | None, last: int) -> list[int]:
    numbers = {mark.span.line for mark in marks}
    if bar is not None:
        first, end = bar.span.line, min(bar.span.end_line, last)
        inside = range(first, end + 1)
        kept = inside if len(inside) <= HEAD + TAIL + 1 else (*inside[:HEAD], *inside[-TAIL:])
        numbers.update(kept)
    return sorted(numbers)


def _line(
    text: str, number: int, marks: Sequence[Mark], bar: Mark | None, gutter: int, style: Style
) -> Iterator[str]:
    here = [mark for mark in marks if mark.span.line == number]
    shown = show(text)
    columns = [_columns(mark, shown.column) for mark in here]
    first, last = (columns[0][0], columns[0][1]) if columns else (0, 0)
    printed, moved = window(shown, first, last)
    side = _side(bar, number, style)
    yield f"{style.paint(f'{number:>{gutter}} |', BLUE)} {side}{printed}".rstrip()
    blank = style.paint(" " * gutter + " |", BLUE)
    below = _inside(bar, number + 1, style) if bar is not None else ""
    below = below or ("  " if bar is not None else "")
    for mark, (start, end) in zip(here, columns, strict=True):
        sign = style.paint(
            f"{mark.sign * max(end - start, 1)}{' ' + mark.text if mark.text else ''}", mark.color
        )
        yield f"{blank} {below}{' ' * max(start - moved, 0)}{sign}"
    if bar is not None and number == bar.span.end_line:
        dashes = "_" * max(shown.column(bar.span.end_column) - 1 - moved + 1, 1)
        label = f"{dashes}{bar.sign}{' ' + bar.text if bar.text else ''}"
        yield f"{blank} {style.paint('|' + label, bar.color)}"


def _columns(mark: Mark, column: object) -> tuple[int, int]:
    assert callable(column)
    start = column(mark.span.column)
    return start, column(mark.span.end_column) if not mark.long else start + 1


def _side(bar: Mark | None, number: int, style: Style) -> str:
    if bar is None:
        return ""
    if number == bar.span.line:
        return style.paint("/", bar.color) + " "
    return _inside(bar, number, style) or "  "


def _inside(bar: Mark | None, number: int, style: Style) -> str:
    if bar is None or not bar.span.line < number <= bar.span.end_line:
        return ""
    return style.paint("|", bar.color) + " "
