"""The table of checks leaves nothing out: neither a rule, nor a finding that a rule would make."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.frontend import Files, FrontendOptions, load
from flowc.ir.analyse import analyse
from flowc.ir.check import CHECKS, check
from flowc.ir.rules import GROUPS, RULES, module_names
from flowc.ir.rules import load as load_rule
from tests.compiling import write_example
from tests.golden.expected import ROOT

FLOWS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "golden").glob("*/flow.py"))
EXAMPLES = {rule.code: rule for rule in RULES if rule.target not in ("manifest", "configuration")}


def test_every_rule_with_a_check_is_in_the_table() -> None:
    prefix = "flowc.ir.rules."
    names = [name for group in GROUPS for name in module_names(group)]
    assert list(CHECKS) == [name.removeprefix(prefix) for name in names if load_rule(name).check]


def _same_findings(path: Path) -> None:
    for flow in load(path, FrontendOptions(), Files()).flows:
        analysis = analyse(flow)
        everything = [finding for rule in RULES if rule.check for finding in rule.check(analysis)]
        assert sorted(map(repr, check(analysis))) == sorted(map(repr, everything))


@pytest.mark.parametrize("name", FLOWS)
def test_a_condition_hides_no_finding_of_a_flow(name: str) -> None:
    _same_findings(ROOT / name)


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_condition_hides_no_finding_of_an_example(code: str, tmp_path: Path) -> None:
    rule = EXAMPLES[code]
    for name, source in (("bad", rule.bad), ("good", rule.good)):
        folder = tmp_path / name
        folder.mkdir()
        _same_findings(write_example(folder, source, rule.files))
