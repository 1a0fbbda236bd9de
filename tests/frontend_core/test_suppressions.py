"""Comments that silence findings."""

from __future__ import annotations

import pytest

from flowc.diagnostics import Finding, Span, error, warning
from flowc.frontend.suppressions import find_suppressions, suppress

KNOWN = ("FLOW012", "FLOW013", "FLOW019", "FLOW901")
IGNORABLE = ("FLOW012", "FLOW013", "FLOW019")


def at(line: int, code: str = "FLOW012", file: str = "flow.py") -> Finding:
    return error(code, Span(file=file, line=line, column=5, end_line=line, end_column=9), "wrong")


def left(text: str, *findings: Finding) -> list[tuple[str, int]]:
    remaining = suppress(findings, find_suppressions("flow.py", text), known=KNOWN, ignorable=IGNORABLE)
    return [(finding.code, finding.span.line) for finding in remaining]


COVERED = {
    "same line": ("x = 1  # flowc: ignore[FLOW012]\n", 1),
    "bare": ("x = 1  # flowc: ignore\n", 1),
    "several": ("x = 1  # flowc: ignore[FLOW012, FLOW012]\n", 1),
    "lower case": ("x = 1  # flowc: ignore[flow012]\n", 1),
    "with a reason": ("x = 1  # flowc: ignore[FLOW012] because\n", 1),
    "own line": ("# flowc: ignore[FLOW012]\nx = 1\n", 2),
    "own line, gap": ("# flowc: ignore[FLOW012]\n\n# more\nx = 1\n", 4),
    "end of statement": ("f(\n    a,\n)  # flowc: ignore[FLOW012]\n", 1),
    "inside brackets": ("f(\n    a,  # flowc: ignore[FLOW012]\n)\n", 2),
    "own line in brackets": ("f(\n    # flowc: ignore[FLOW012]\n    a,\n)\n", 3),
    "above a statement of lines": ("# flowc: ignore[FLOW012]\nf(\n    a,\n)\n", 3),
    "above a decorator": (
        "# flowc: ignore[FLOW012]\n@step\n@retry(\n    times=1\n)\ndef f(self):\n    pass\n",
        6,
    ),
    "header": ("def f(self):  # flowc: ignore[FLOW012]\n    pass\n", 1),
    "indented": ("class A:\n    # flowc: ignore[FLOW012]\n    def f(self):\n        pass\n", 3),
    "CRLF": ("y = 1\r\nx = 1  # flowc: ignore[FLOW012]\r\n", 2),
    "after text with a hash": ("x = '#'  # flowc: ignore[FLOW012]\n", 1),
    "dedent": ("if x:\n    y\nz(\n    1)  # flowc: ignore[FLOW012]\n", 3),
}


@pytest.mark.parametrize("name", COVERED)
def test_what_a_comment_covers(name: str) -> None:
    text, line = COVERED[name]
    assert left(text, at(line)) == []


NOT_COVERED = {
    "another line": ("x = 1  # flowc: ignore[FLOW012]\ny = 1\n", 2),
    "line before": ("y = 1\nx = 1  # flowc: ignore[FLOW012]\n", 1),
    "inside brackets, other line": ("f(\n    a,  # flowc: ignore[FLOW012]\n    b,\n)\n", 3),
    "own line, second statement": ("# flowc: ignore[FLOW012]\nx = 1\ny = 1\n", 3),
    "body of a function": ("# flowc: ignore[FLOW012]\ndef f():\n    x = 1\n", 3),
    "a text": ("x = '# flowc: ignore[FLOW012]'\n", 1),
    "another comment": ("x = 1  # see flowc: ignore[FLOW012]\n", 1),
    "another word": ("x = 1  # flowc: ignored\n", 1),
}


@pytest.mark.parametrize("name", NOT_COVERED)
def test_what_it_does_not_cover(name: str) -> None:
    text, line = NOT_COVERED[name]
    assert ("FLOW012", line) in left(text, at(line))


def test_another_code_stays() -> None:
    text = "x = 1  # flowc: ignore[FLOW012]\n"
    assert left(text, at(1), at(1, "FLOW013")) == [("FLOW013", 1)]


def test_another_file_stays() -> None:
    text = "x = 1  # flowc: ignore[FLOW012]\n"
    assert left(text, at(1, file="other.py")) == [("FLOW012", 1), ("FLOW010", 1)]


def test_idle_comments_are_reported() -> None:
    assert left("x = 1  # flowc: ignore[FLOW012]\n") == [("FLOW010", 1)]
    assert left("x = 1  # flowc: ignore\n") == [("FLOW010", 1)]
    assert left("x = 1  # flowc: ignore[FLOW012, FLOW013]\n", at(1)) == [("FLOW010", 1)]


def message(text: str, *findings: Finding) -> tuple[str, str | None]:
    (found,) = [
        finding
        for finding in suppress(
            findings, find_suppressions("flow.py", text), known=KNOWN, ignorable=IGNORABLE
        )
        if finding.code == "FLOW010"
    ]
    return found.message, found.help


def test_an_unknown_code_is_reported() -> None:
    assert message("x = 1  # flowc: ignore[FLOW0012]\n") == (
        "there is no rule `FLOW0012`",
        "did you mean `FLOW012`?",
    )


def test_what_may_not_be_silenced_stays() -> None:
    text = "x = 1  # flowc: ignore[FLOW901]\n"
    assert ("FLOW901", 1) in left(text, at(1, "FLOW901"))
    assert message(text, at(1, "FLOW901"))[0] == "FLOW901 cannot be silenced"
    assert ("FLOW901", 1) in left("x = 1  # flowc: ignore\n", at(1, "FLOW901"))


def test_warnings_are_silenced_too() -> None:
    finding = warning("FLOW019", Span(file="flow.py", line=1, column=1, end_line=1, end_column=2), "hm")
    assert left("x = 1  # flowc: ignore[FLOW019]\n", finding) == []


def test_the_place_of_the_comment() -> None:
    (found,) = find_suppressions("flow.py", "é = 1  # flowc: ignore[FLOW012]\n")
    assert (found.span.line, found.span.column, found.span.end_column) == (1, 8, 32)
    assert found.codes == ("FLOW012",)
