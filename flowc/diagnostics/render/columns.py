"""Source lines as a terminal shows them: tabs expanded, wide characters twice as wide, controls made visible."""

from __future__ import annotations

from flowc.diagnostics.record import small_record

TAB = 4
CONTROL_PICTURES = 0x2400
WIDEST = 160
"""Longer lines are cut around the place that a finding points at."""
MARGIN = 40


@small_record
class Shown:
    """A line as shown, and for each character of the source (and the end) the terminal column it starts at."""

    text: str
    starts: tuple[int, ...]

    def column(self, column: int) -> int:
        """The terminal column, from 0, of a source column, from 1; what is beyond the end counts on."""
        index = max(column - 1, 0)
        last = len(self.starts) - 1
        return self.starts[index] if index <= last else self.starts[last] + index - last


def show(line: str) -> Shown:
    """The whole line."""
    shown: list[str] = []
    starts = []
    width = 0
    for character in line:
        starts.append(width)
        piece = _piece(character, width)
        shown.append(piece)
        width += _width(piece)
    return Shown("".join(shown), (*starts, width))


def window(shown: Shown, first: int, last: int) -> tuple[str, int]:
    """The part of a line to print, and by how many columns it was moved to the left.

    `first` and `last` are the terminal columns to keep in sight.
    """
    if shown.starts[-1] <= WIDEST:
        return shown.text, 0
    begin = max(min(first - MARGIN, shown.starts[-1] - WIDEST), 0)
    end = max(begin + WIDEST, min(last, begin + 2 * WIDEST))
    inside = [
        character
        for character, start in zip(shown.text, _text_starts(shown.text), strict=True)
        if begin <= start < end
    ]
    before, after = ("..." if begin else ""), ("..." if end < shown.starts[-1] else "")
    return before + "".join(inside) + after, begin - len(before)


def _text_starts(text: str) -> list[int]:
    starts, width = [], 0
    for character in text:
        starts.append(width)
        width += _width(character)
    return starts


def _piece(character: str, width: int) -> str:
    if character == "\t":
        return " " * (TAB - width % TAB)
    if character < " ":
        return chr(CONTROL_PICTURES + ord(character))
    if (
        "\x7f" <= character <= "\x9f"
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    ):
        return "\ufffd"  # what moves the cursor or turns the direction of text around
    return character


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in ("Mn", "Me", "Cf") else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )
