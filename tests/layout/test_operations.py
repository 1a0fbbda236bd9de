"""docs/operations.md promises nothing without a test, or says that there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conformance.cases import all_cases

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))


def rows(section: str) -> list[list[str]]:
    lines = [line for line in SECTIONS[section].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in lines]


def test_every_engine_has_a_section() -> None:
    assert list(SECTIONS) == ["On this machine", "Argo Workflows", "AWS Step Functions", "Airflow"]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_row_names_a_test_that_exists_or_says_untested(section: str) -> None:
    known = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    } | {case.id for case in all_cases()}
    head, *body = rows(section)
    assert head == ["what happens", "what the run does", "what you do", "test"]
    assert len(body) > 10
    for row in body:
        named = re.findall(r"`([\w/-]+(?:\.py)?)`", row[-1])
        assert [name for name in named if name not in known and not (ROOT / name).is_file()] == []
        assert named or row[-1] == "untested", row
