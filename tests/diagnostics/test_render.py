"""Every format, exactly."""

from __future__ import annotations

import json
from dataclasses import replace
from textwrap import dedent

import pytest

from flowc.diagnostics import Finding, Label, Span, error, note, warning
from flowc.diagnostics.render import FORMATS, Report, render
from flowc.diagnostics.render.report import in_order, summary
from tests.diagnostics.reports import UNKNOWN, at, report


def full(*findings: Finding) -> str:
    return render(report(*findings), "full")


def test_full() -> None:
    assert full(UNKNOWN) == dedent("""\
        error[FLOW021]: step `evaluate` follows `trian`, which does not exist
         --> flow.py:3:19
          |
        3 |         self.next(self.trian)
          |                   ^^^^^^^^^^ no step has this name
          |
          = help: did you mean `train`?
          = note: run `flowc explain FLOW021`

        1 error in 2 files
        """)


def test_full_with_several_labels_in_several_files() -> None:
    finding = warning(
        "FLOW100",
        at(3, 19, 29),
        "two places",
        label="here",
        notes=("one thing\nand another",),
        related=(
            Label(span=at(1, 7, 8), text="the flow"),
            Label(span=at(1, 5, 11, file="lib/other.py"), text="the helper"),
            Label(span=at(7, 1, 2, file="gone.py"), text="not at hand"),
        ),
    )
    assert full(finding) == dedent("""\
        warning[FLOW100]: two places
         --> flow.py:3:19
          |
        1 | class A(FlowSpec):
          |       - the flow
        ...
        3 |         self.next(self.trian)
          |                   ^^^^^^^^^^ here
         ::: lib/other.py:1:5
          |
        1 | def helper():
          |     ------ the helper
         ::: gone.py:7:1
          = not at hand
          |
          = note: one thing
                  and another
          = note: run `flowc explain FLOW100`

        1 warning in 2 files
        """)


def test_full_over_several_lines() -> None:
    assert full(error("FLOW001", at(5, 5, 11, end_line=11), "long", label="all of it")) == dedent("""\
        error[FLOW001]: long
          --> flow.py:5:5
           |
         5 | /     call(
         6 | |         b,
         7 | |         c,
        ...  |
        10 | |         f,
        11 | |         g)
           | |__________^ all of it
           |
           = note: run `flowc explain FLOW001`

        1 error in 2 files
        """)


def test_tabs_and_wide_and_combining_characters_keep_their_columns() -> None:
    lines = full(error("FLOW001", at(4, 13, 16), "wide", label="here")).splitlines()
    assert lines[3:5] == ["4 |     x = '日本語', bad", "  |                   ^^^ here"]
    lines = full(error("FLOW001", at(13, 6, 10), "combined", label="here")).splitlines()
    assert lines[3:5] == ["13 | e\u0301 = oops", "   |     ^^^^ here"]


def test_a_long_line_is_cut_around_the_place() -> None:
    line, marks = full(error("FLOW001", at(12, 301, 304), "long", label="here")).splitlines()[3:5]
    assert line.startswith("12 | ...xxx") and line.endswith("yyy...") and len(line) < 180
    assert line[marks.index("^") : marks.index("^") + 3] == "BAD"


def test_control_characters_are_made_visible() -> None:
    shown = Report(
        findings=(error("FLOW001", at(1, 1, 2), "esc"),), files=("f",), source=lambda _: ["\x1b[31mred\u202e"]
    )
    assert "1 | \u241b[31mred\ufffd" in render(shown, "full")


@pytest.mark.parametrize("span", [at(1, 1, 1), at(99, 5, 9)])
def test_places_without_source_text(span: Span) -> None:
    assert full(note("FLOW004", span, "no flow", label="why")) == dedent(f"""\
        note[FLOW004]: no flow
        {" " * len(str(span.line))}--> flow.py:{span.line}:{span.column}
        {" " * len(str(span.line))} = note: why
        {" " * len(str(span.line))} = note: run `flowc explain FLOW004`

        1 note in 2 files
        """)


def test_colour_is_the_same_text_between_sequences() -> None:
    import re

    colored = render(report(UNKNOWN, color=True), "full")
    assert "\x1b[1;31merror[FLOW021]\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == full(UNKNOWN)


def test_concise() -> None:
    assert render(report(UNKNOWN, note("FLOW004", at(1, 1, 1), "two\nlines")), "concise") == dedent("""\
        flow.py:3:19: error[FLOW021] step `evaluate` follows `trian`, which does not exist
        flow.py:1:1: note[FLOW004] two lines
        1 error, 1 note in 2 files
        """)


@pytest.mark.parametrize("name", FORMATS)
def test_without_findings(name: str) -> None:
    text = render(report(), name)
    expected = {"full": "no findings in 2 files\n", "concise": "no findings in 2 files\n", "github": ""}
    assert text == expected.get(name, text)
    if name in ("json", "sarif", "gitlab"):
        assert json.loads(text) is not None


def test_order_and_duplicates() -> None:
    later, worse = note("FLOW002", at(1, 1, 2), "n"), error("FLOW009", at(1, 1, 2), "e")
    first = error("FLOW001", at(1, 1, 1, file="a.py"), "x")
    assert in_order([UNKNOWN, later, worse, first, UNKNOWN]) == (first, worse, later, UNKNOWN)


def test_the_summary_counts() -> None:
    warned = warning("FLOW100", at(1, 1, 2), "w")
    assert summary(report(UNKNOWN, UNKNOWN, warned)) == "2 errors, 1 warning in 2 files"
    assert summary(replace(report(UNKNOWN), files=())) == "1 error"
    assert summary(replace(report(), files=())) == "no findings in 0 files"
