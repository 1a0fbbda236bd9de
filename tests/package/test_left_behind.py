"""Files that code opens and no package has are said, with what takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.diagnostics import Severity
from tests.package.laid_out import FLOW, configured, data_in

OPENS = FLOW.replace("        pass", "        {}")
BESIDE = 'open(os.path.join(os.path.dirname(__file__), "x.json"))'


@pytest.mark.parametrize(
    ("line", "setting", "words"),
    [
        (BESIDE, "", ['`package-include = ["x.json"]`']),
        (BESIDE, 'package-include = ["*.json"]', []),
        (BESIDE, 'package-suffixes = ".json"', []),
        ('open("x.json")', "", ['`package-include = ["x.json"]`', "os.path.dirname(__file__)"]),
        ('open("x.json")', 'package-include = ["*.json"]', ["os.path.dirname(__file__)"]),
        ('open("x.json")  # flowc: ignore[FLOW042]', "", []),
        ("open(__file__)", "", []),
    ],
)
def test_a_file_that_is_left_behind_is_said(flow: Path, line: str, setting: str, words: list[str]) -> None:
    flow.write_text(OPENS.replace("{}", line))
    found = configured(flow, setting).findings
    assert [(one.code, one.severity, one.span.line) for one in found] == [
        ("FLOW042", Severity.WARNING, 13) for _ in words[:1]
    ]
    for one in found:
        assert all(word in str(one.help) for word in words)


def test_the_advice_takes_the_file(flow: Path) -> None:
    """Also where its name reads as a pattern."""
    (flow.parent / "data" / "[1] *.csv").write_text("a")
    flow.write_text(OPENS.replace("{}", "open(os.path.join(os.path.dirname(__file__), 'data/[1] *.csv'))"))
    (found,) = configured(flow, "").findings
    unit = configured(flow, str(found.help).split("`")[1])
    assert unit.findings == () and data_in(unit) == ["data/[1] *.csv"]


def test_the_default_of_an_include_file_travels(flow: Path) -> None:
    text = OPENS.replace("{}", 'open(os.path.join(os.path.dirname(__file__), "x.json"))')
    text = text.replace("import FlowSpec", "import FlowSpec, IncludeFile")
    flow.write_text(
        text.replace("    @step", '    file = IncludeFile("file", default="x.json")\n\n    @step', 1)
    )
    assert configured(flow, "").findings == ()
