"""Where in the user's source something stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A range of source text.

    `file` is a POSIX path relative to the folder of the flow file, so that it is the same in every checkout.
    Lines and columns count from 1; columns count characters; the end column is exclusive.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def whole_file(file: str) -> Span:
    """The span of a finding about a file as a whole."""
    return Span(file=file, line=1, column=1, end_line=1, end_column=1)
