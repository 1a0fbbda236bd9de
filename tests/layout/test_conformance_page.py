"""docs/conformance.md says what the records say, and no more."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import record
from tests.conformance.__main__ import stale_cases
from tests.conformance.cases import all_cases

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def script(name: str) -> Any:
    if name not in sys.modules:
        spec = spec_from_file_location(name, SCRIPTS / f"{name}.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


PAGE = script("conformance_page")
CASES = {"hello": ["hello/default"], "switch": ["switch/pass", "switch/fail"], "new": ["new/default"]}
EVERY_CASE = [case for cases in CASES.values() for case in cases]


def records(**changed: Any) -> dict[str, Any]:
    """All cases passed everywhere, but for what is changed; engines by name, `_` for `-` and `.`."""
    passed = {case: {"verdict": "passed", "reasons": []} for case in EVERY_CASE}
    found = {engine.record: passed for engine in PAGE.ENGINES}
    for name, change in changed.items():
        (engine,) = (engine for engine in found if engine.replace("-", "_").replace(".", "_") == name)
        found[engine] = change if change is None else {**passed, **change}
    return found


ALL = {name: frozenset(EVERY_CASE) for name in ("step-functions-distributed", "step-functions-ecs")}


def render(found: Any, chosen: Any = ALL) -> str:
    return str(PAGE.render(CASES, chosen, found))


def row(text: str, flow: str) -> list[str]:
    (line,) = (line for line in text.splitlines() if line.startswith(f"| [{flow}]"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def column(name: str) -> int:
    return 2 + [engine.record for engine in PAGE.ENGINES].index(name)


def test_what_passed_is_said_once() -> None:
    text = render(records())
    assert row(text, "switch") == ["[switch](../golden/switch/flow.py)", "2", *["passed"] * len(PAGE.ENGINES)]
    assert "## Notes" not in text


def test_an_absent_record_makes_no_claim() -> None:
    text = render(records(airflow=None))
    assert row(text, "hello")[column("airflow")] == "not recorded"
    assert "**no record**: `make conformance-airflow`" in text


def test_a_case_without_an_entry_is_not_counted_as_passed() -> None:
    found = records()
    found["airflow"] = {case: entry for case, entry in found["airflow"].items() if case != "switch/fail"}
    text = render(found)
    assert row(text, "switch")[column("airflow")] == "1 passed, 1 not recorded"
    assert "3 passed, 1 not recorded" in text.partition("## ")[0]


def test_reasons_are_notes_each_once() -> None:
    cannot = {"verdict": "unsupported", "reasons": ["error[FLOW301]: not\n  there"]}
    text = render(records(airflow={"hello/default": cannot, "switch/pass": cannot}))
    assert row(text, "hello")[column("airflow")] == "unsupported [1](#notes)"
    assert row(text, "switch")[column("airflow")] == "1 passed, 1 unsupported [1](#notes)"
    assert text.endswith("## Notes\n\n1. error[FLOW301]: not there\n")


def test_a_failure_stands_out() -> None:
    failed = {"verdict": "failed", "reasons": ["it failed, expected succeeded"]}
    text = render(records(local={"hello/default": failed}))
    assert row(text, "hello")[column("local")] == "**failed** [1](#notes)"


def test_what_an_engine_does_not_run_is_no_gap_and_what_it_should_run_is_one() -> None:
    found = records()
    found["step-functions-ecs"] = {"hello/default": {"verdict": "passed", "reasons": []}}
    chosen = {**ALL, "step-functions-ecs": frozenset({"hello/default", "new/default"})}
    text, ecs = render(found, chosen), column("step-functions-ecs")
    cells = [row(text, flow)[ecs] for flow in CASES]
    assert cells == ["passed", "-", "not recorded"]
    assert "| a selection of flows | 2 | 1 passed, 1 not recorded |" in text


def test_the_stand_in_is_never_called_argo() -> None:
    names = [engine for engine in PAGE.ENGINES if "argo" in engine.record]
    assert [engine.title for engine in names] == ["stand-in for Argo's controller"]
    assert "not Argo itself" in names[0].judge


def test_flows_without_a_group_are_shown_too() -> None:
    assert "## Others" in render(records())
    assert row(render(records()), "new")[1] == "1"


def test_every_golden_flow_has_a_group() -> None:
    grouped = [flow for flows in PAGE.GROUPS.values() for flow in flows]
    assert sorted(grouped) == sorted({case.folder for case in all_cases()})


@pytest.fixture
def local_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of one case, the first one, as it is now."""
    monkeypatch.setattr(record, "DOCS", tmp_path)
    monkeypatch.setattr("tests.conformance.__main__.all_cases", lambda: all_cases()[:1])
    case = all_cases()[0]
    entry = {"hash": record.digest_of(case, "local"), "verdict": "passed", "reasons": []}
    record.write_record("local", {case.id: entry})
    return tmp_path / "local.json"


def test_a_record_of_other_sources_is_stale(local_record: Path) -> None:
    assert stale_cases("local") == []
    local_record.write_text(local_record.read_text().replace('"hash": "', '"hash": "0'))
    assert stale_cases("local") == [all_cases()[0].id]


def test_the_check_says_what_is_absent_and_stale(local_record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engines = [engine for engine in PAGE.ENGINES if engine.record in ("local", "airflow")]
    monkeypatch.setattr(PAGE, "ENGINES", engines)
    said = list(script("generate_docs")._stale_records())
    assert said == ["docs/conformance/airflow.json is absent: run `make conformance-airflow`"]
    local_record.write_text(json.dumps({"engine": "local", "cases": {}}))
    said = list(script("generate_docs")._stale_records())
    assert said[0] == "docs/conformance/local.json is stale in 1 cases: run `make conformance ENGINE=local`"
