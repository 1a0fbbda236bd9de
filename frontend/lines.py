"""Lines of a source text as Python counts them, and columns in characters."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate


class Lines:
    """The lines of a text, split at LF, CRLF and CR only, as Python's tokenizer does.

    `ast` counts columns in UTF-8 bytes; `column` turns them into characters.
    """

    def __init__(self, text: str) -> None:
        self.joined = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        self._lines = self.joined.split("\n")
        self._ascii = text.isascii()
        self._starts: list[int] = []

    def __len__(self) -> int:
        return len(self._lines)

    def text(self, line: int) -> str:
        """The text of a line, counted from 1; empty beyond the end."""
        return self._lines[line - 1] if 0 < line <= len(self._lines) else ""

    def column(self, line: int, offset: int) -> int:
        """The column, from 1, in characters, of a UTF-8 byte offset, from 0."""
        if self._ascii:
            return offset + 1
        text = self.text(line)
        if text.isascii():
            return offset + 1
        return len(text.encode("utf-8")[:offset].decode("utf-8", "ignore")) + 1

    def offset(self, line: int, column: int) -> int:
        """The offset in `joined` of a place."""
        return self._line_starts()[line - 1] + column - 1

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset in `joined`."""
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def after(self, code: str, offset: int) -> int:
        """The offset at which `code`, found at `offset`, ends.

        libcst writes a part of a tree without the indentation of the block around it, so the lines of `code`
        after its first may lack some of their leading space.
        """
        first, *others = code.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        offset += len(first)
        for line in others:
            number, _ = self.place(offset + 1)
            missing = _leading(self.text(number)) - _leading(line)
            offset += 1 + max(missing, 0) + len(line)
        return offset

    def next_token(self, offset: int) -> int:
        """The offset of what follows spaces, line ends, backslashes and comments."""
        text = self.joined
        while offset < len(text) and (text[offset].isspace() or text[offset] in "\\#"):
            end = text.find("\n", offset) if text[offset] == "#" else offset + 1
            offset = end if end >= 0 else len(text)
        return offset

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)][:-1]
        return self._starts


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" \t\f"))
