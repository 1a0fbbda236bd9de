"""The expected machines of the golden flows, walked: retries, settings and all; and every document, checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flowc.backends.registry import resolve
from flowc.ir.flow import Flow
from flowc.ir.trace import traces
from flowc.pipeline.emit import Target, emit
from tests.argo_sim.oracles import Random
from tests.compiling import read
from tests.step_functions.compare import compare, execution, fail_one, services
from tests.step_functions.expressions import Failed, is_expression, parsed

GOLDEN = Path(__file__).parents[2] / "golden"
NAMES = sorted(path.parent.name for path in GOLDEN.glob("*/expected.step-functions.json"))


def golden(name: str) -> tuple[Flow, dict[str, str]]:
    """The flow and its documents; the machine is the expected one."""
    unit = read(GOLDEN / name / "flow.py")
    backend, profile = resolve("step-functions")
    _, documents = emit(unit, Target(backend=backend, profile=profile, package_external=True))
    texts = {document.name: document.text for document in documents}
    texts["state-machine.json"] = (GOLDEN / name / "expected.step-functions.json").read_text("utf-8")
    (flow,) = unit.flows
    return flow, texts


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


def test_every_golden_flow_has_its_machine_or_is_refused() -> None:
    told = {
        path.parent.name: path.read_text()
        for path in GOLDEN.glob("*/expected.step-functions.diagnostics.txt")
    }
    refused = {name for name, text in told.items() if "error[" in text}
    assert refused == {"trigger_on_finish"}
    assert sorted(path.parent.name for path in GOLDEN.glob("*/flow.py")) == sorted({*NAMES, *refused})


@pytest.mark.parametrize("name", NAMES)
def test_expected_machines_run_as_the_reference_says(name: str) -> None:
    flow, documents = golden(name)
    for seed in range(4):
        run = compare(flow, documents, Random(flow, seed, 3), backwards=seed % 2 == 1)
        assert run.largest < 400


@pytest.mark.parametrize("name", ["branch_in_foreach", "loop_in_foreach", "retry", "catch_and_retry", "etl"])
def test_a_failing_step_fails_the_run(name: str) -> None:
    flow, documents = golden(name)
    oracle = Random(flow, 1)
    for task in traces(flow, oracle).tasks():
        fail_one(flow, documents, oracle, task)


@pytest.mark.parametrize("name", NAMES)
def test_every_expression_is_jsonata_and_knows_its_variables(name: str) -> None:
    machine = json.loads((GOLDEN / name / "expected.step-functions.json").read_text("utf-8"))
    codes = [text[2:-2] for text in texts_in(machine) if is_expression(text)]
    assert codes
    for code in codes:
        parsed(code)
        plain = re.sub(r"'[^']*'", "''", code)
        assert set(re.findall(r"\$(\w+)", plain)) <= FUNCTIONS | {"states"}
        for path in re.findall(r"\$states\.[\w.]+", plain):
            assert path.split(".")[1] in ("input", "result", "errorOutput", "context"), path
            if ".context." in path:
                assert path in CONTEXT
    for text in texts_in(machine):
        assert is_expression(text) or "{%" not in text
        assert "States.Format" not in text


FUNCTIONS = {
    "string",
    "substring",
    "substringBefore",
    "substringAfter",
    "replace",
    "merge",
    "number",
    "error",
}
CONTEXT = {
    "$states.context.Execution.Name",
    "$states.context.Execution.Id",
    "$states.context.Execution.Input",
    "$states.context.State.RetryCount",
    "$states.context.Map.Item.Value",
}


def test_attempts_are_those_of_retry_and_one_more_for_catch() -> None:
    assert _attempts("hello", "start") == 1
    assert _attempts("catch_and_retry", "stubborn") == 4


def _attempts(name: str, step: str) -> int:
    flow, documents = golden(name)
    oracle = Random(flow, 0, 3)
    task = next(task for task in traces(flow, oracle).tasks() if task.step == step)
    world = services(flow, documents, oracle, failures={task: 1000})
    with pytest.raises(Failed):
        execution(documents, world).run()
    started = [event.attempt for event in world.events if event.kind == "start" and event.task == task]
    assert started == list(range(len(started)))
    return len(started)


def test_a_service_that_is_busy_does_not_cost_the_attempts_of_the_step() -> None:
    flow, documents = golden("hello")
    world = services(flow, documents, Random(flow, 0), throttled=15)
    execution(documents, world).run()
    assert [event.task.step for event in world.events if event.kind == "end"] == ["start", "hello", "end"]


@pytest.mark.parametrize("name", ["switch", "foreach", "loop_to_itself"])
def test_a_garbled_winner_fails_the_run(name: str) -> None:
    flow, documents = golden(name)
    oracle = Random(flow, 0, 3)
    task = next(visit.task for visit in traces(flow, oracle).visits if visit.next or visit.splits is not None)
    world = services(flow, documents, oracle, damaged=frozenset({task}))
    with pytest.raises(Failed, match=r"flowc\.NoWay|States\.QueryEvaluationError"):
        execution(documents, world).run()
    after = traces(flow, oracle).successors(task)
    assert not after & {event.task for event in world.events}


def test_the_winner_of_a_task_with_many_artifacts_fits_into_a_payload() -> None:
    _, documents = golden("switch")
    reads = [text for text in texts_in(json.loads(documents["state-machine.json"])) if "bytes=" in text]
    assert set(reads) == {"bytes=0-1023"}


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_of_the_input_is_one(name: str) -> None:
    _, documents = golden(name)
    schema = json.loads(documents["parameters.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    if not schema.get("required"):
        jsonschema.validate({}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"no such parameter": 1}, schema)


def test_the_template_passes_cfn_lint() -> None:
    from cfnlint.api import lint_all

    for name in ("hello", "schedule", "resources", "nested_foreach", "switch", "etl", "parameters"):
        _, documents = golden(name)
        found = [str(match) for match in lint_all(documents["template.yaml"]) if match.rule.id[0] != "I"]
        assert found == [], name
    wrong = documents["template.yaml"].replace("StateMachineName:", "MachineName:")
    assert any(match.rule.id == "E3002" for match in lint_all(wrong))
