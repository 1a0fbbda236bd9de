"""Every golden machine passes validators that are not ours, and rules for what none of them finds."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.protocol import Unsupported
from tests.engines.missing import missing
from tests.engines.step_functions.compiling import compiled
from tests.step_functions_gates.node_tools import NoNode, home, problems
from tests.step_functions_gates.rules import expressions, faults, states

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
EXPECTED = sorted(GOLDEN.glob("*/expected.step-functions.json"))
IDS = [path.parent.name for path in EXPECTED]


def machine(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def node() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """What each validator says of each file."""
    try:
        return problems(EXPECTED)
    except NoNode as reason:
        missing(str(reason))


def test_there_is_a_machine_for_nearly_every_golden_flow() -> None:
    without = {path.parent.name for path in GOLDEN.glob("*/flow.py")} - set(IDS)
    assert len(EXPECTED) > 60
    assert all((GOLDEN / name / "expected.step-functions.diagnostics.txt").is_file() for name in without)


@pytest.mark.parametrize("path", EXPECTED, ids=IDS)
@pytest.mark.parametrize("tool", ["asl-validator", "language-service"])
def test_validators_of_npm(node: Mapping[str, Mapping[str, Sequence[str]]], path: Path, tool: str) -> None:
    assert node[str(path)][tool] == []


@pytest.mark.parametrize("path", EXPECTED, ids=IDS)
def test_statelint(path: Path) -> None:
    assert _statelint(machine(path)) == []


@pytest.mark.parametrize("path", EXPECTED, ids=IDS)
def test_our_rules(path: Path) -> None:
    assert faults(machine(path)) == []


def _statelint(document: Mapping[str, Any]) -> list[str]:
    from statelint.linter import Linter

    return [str(one) for one in Linter.validate(dict(document)) if not _is_wrong_of_statelint(str(one))]


def _is_wrong_of_statelint(problem: str) -> bool:
    """It does not know what Distributed Maps have: https://states-language.net, sections on Map."""
    return any(f'"{name}"' in problem or f".{name}" in problem for name in ("Label", "InputType"))


ON_ECS = ("foreach", "hello", "parameters", "resources", "retry", "schedule", "switch")


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    for file in sorted(GOLDEN.glob("*/flow.py")):
        ways: dict[str, Any] = {
            "batch": {},
            **({"ecs": {"compute": "ecs"}} if file.parent.name in ON_ECS else {}),
        }
        for way, settings in ways.items():
            try:
                documents = compiled(file, **settings)[1]
            except Unsupported:
                continue
            (folder / f"{file.parent.name}.{way}.yaml").write_text(documents["template.yaml"])
    return folder


def test_cfn_lint(templates: Path) -> None:
    files = sorted(map(str, templates.iterdir()))
    assert len(files) > 60
    assert _cfn_lint(files) == []


def test_cfn_lint_would_say_so(tmp_path: Path) -> None:
    text = compiled(GOLDEN / "hello" / "flow.py")[1]["template.yaml"]
    assert "StateMachineType: STANDARD" in text
    bad = tmp_path / "bad.yaml"
    bad.write_text(text.replace("StateMachineType: STANDARD", "StateMachineType: STANDART"))
    assert len(_cfn_lint([str(bad)])) == 1


def _cfn_lint(files: Sequence[str]) -> list[Any]:
    words = [
        str(Path(sys.executable).parent / "cfn-lint"),
        "--format",
        "json",
        "--region",
        "us-east-1",
        "--",
        *files,
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    found: list[Any] = json.loads(done.stdout)
    return [(one["Filename"], one["Rule"]["Id"], one["Message"]) for one in found]


def one_machine() -> dict[str, Any]:
    return machine(GOLDEN / "foreach" / "expected.step-functions.json")


def test_validators_of_npm_would_say_so(tmp_path: Path) -> None:
    bad = one_machine()
    next(state for state in bad["States"].values() if "Next" in state)["Next"] = "nowhere"
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(bad))
    found = problems([file])[str(file)]
    assert all(len(messages) >= 1 for messages in found.values())
    assert set(found) == {"asl-validator", "language-service"}
    assert home().is_dir()


def test_statelint_would_say_so() -> None:
    bad = one_machine()
    next(state for state in bad["States"].values() if "Next" in state)["Next"] = "nowhere"
    assert len(_statelint(bad)) >= 1


PLANTED: Mapping[str, tuple[Any, str]] = {
    "States.ALL with another": ({"Retry": [{"ErrorEquals": ["States.ALL", "States.Timeout"]}]}, "not alone"),
    "States.ALL before another": (
        {"Catch": [{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["States.Timeout"]}]},
        "not last",
    ),
    "a context that does not exist": ({"Output": "{% $states.context.Nope.Foo %}"}, "context.Nope.Foo"),
    "a field of it that does not exist": ({"Output": "{% $states.context.State.Count %}"}, "State.Count"),
    "states that do not exist": ({"Output": "{% $states.inputs.run %}"}, "$states.inputs"),
    "a variable that does not exist": ({"Arguments": {"a": ["{% $step & 'x' %}"]}}, "$step"),
    "an expression with an end missing": (
        {"Output": "{% $merge([$states.input, {'a': 1}] %}"},
        "does not parse",
    ),
    "eval": ({"Output": "{% $eval('1') %}"}, "$eval"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_our_rules_find_what_is_planted(name: str) -> None:
    fields, expected = PLANTED[name]
    bad = one_machine()
    place, state = [(place, state) for place, state in states(bad) if state["Type"] == "Task"][-1]
    state.update(copy.deepcopy(fields))  # type: ignore[attr-defined]
    (found,) = faults(bad)
    assert found.startswith(f"{place}: ")
    assert expected in found


def test_expressions_are_found_at_any_depth() -> None:
    found = [code for _, state in states(one_machine()) for code in expressions(state)]
    assert "$states.input" in found
    assert len(found) > 15
