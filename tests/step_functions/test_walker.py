"""The walker itself: a wrong machine is told from a right one, and what it does not know it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flowc.backends.protocol import TargetSettings
from flowc.ir.analyse import analyse
from tests.argo_sim.oracles import every_run
from tests.step_functions.build import documents_of, request_for
from tests.step_functions.compare import compare
from tests.step_functions.expressions import Failed, evaluate
from tests.structure.build import flow_of

BRANCH = "start: a b\na: j\nb: j\nj+: end\nend:"
FOREACH = "start: * a\na: b\nb: j\nj+: end\nend:"
NESTED = "start: * a\na: * b\nb: i\ni+: j\nj+: end\nend:"
SWITCH = "start: ? a m\na: b\nb: m\nm: end\nend:"
LOOP = "start: a\na: b\nb: ? a x end\nx: end\nend:"
LOOPS = "start: a\na: b\nb: ? b c\nc: ? a end\nend:"
CASE_TO_JOIN = "start: * s\ns: ? a j\na: j\nj+: end\nend:"
TWO_ARMS = "start: ? p q\np: * w\nq: * w\nw: j\nj+: end\nend:"

# graph, text of the machine, wrong text instead
FAULTS = {
    "join is left out": (BRANCH, '"Next": "j"', '"Next": "end"'),
    "branch ends too early": (FOREACH, '"Next": "b"', '"Next": "b: x"'),
    "items share a path": (FOREACH, "$string($states.context.Map.Item.Value)", "'0'"),
    "path of the wrong frame": (NESTED, "'.' & $string", "'_' & $string"),
    "count of another": (NESTED, "/tasks/a/", "/tasks/start/"),
    "an empty foreach is forgotten": (
        FOREACH,
        "$states.input.splits = 0 ? []",
        "$states.input.splits = 0 ? [0]",
    ),
    "one item too many": (FOREACH, "$states.input.splits - 1]", "$states.input.splits]"),
    "the run is the child's": (
        NESTED,
        "{% $states.input.run %}",
        "{% $states.context.Execution.Name & 'x' %}",
    ),
    "wrong case": (SWITCH, "$states.input.next = 'a'", "$states.input.next = 'm'"),
    "no case": (SWITCH, "$states.input.next = 'a'", "$states.input.next = 'A'"),
    "arm goes astray": (SWITCH, '"Next": "m"\n', '"Next": "end"\n'),
    "artifacts are taken for choices": (SWITCH, '\'{\\"next\\":\\"\'', '\'\\"next\\":{\\"next\\":\\"\''),
    "pass does not count": (LOOP, "$states.input.k1 + 1", "$states.input.k1"),
    "pass counts twice": (LOOP, "$states.input.k1 + 1", "$states.input.k1 + 2"),
    "loop does not begin": (LOOP, "{'k1': 0}", "{'k2': 0}"),
    "back edge goes on": (LOOP, '"Next": "a"\n    }', '"Next": "b"\n    }'),
    "inner loop is not begun anew": (LOOPS, "{'k2': 0}", "{'k3': 0}"),
    "outer pass counts with the inner": (
        LOOPS,
        "{'k2': $states.input.k2 + 1}",
        "{'k1': $states.input.k1 + 1}",
    ),
    "iteration goes on to the join": (CASE_TO_JOIN, '"Next": "s: end"', '"Next": "a"'),
    "other opener's count": (TWO_ARMS, "/tasks/q/", "/tasks/p/"),
    "payload is lost": (BRANCH, '"Output": "{% $states.input %}"', '"Output": {}'),
    "attempts are the service's": (BRANCH, "Batch.AWSBatchException", "Batch.Other"),
}


def documents_for(table: str) -> tuple[Any, dict[str, str]]:
    analysis = analyse(flow_of(table))
    assert analysis.faults == ()
    flow = analysis.flow
    return flow, documents_of(request_for(flow, TargetSettings(own={"map": "inline"})))


def differs(table: str, documents: dict[str, str], throttled: int) -> bool:
    flow, _ = documents_for(table)
    try:
        for oracle in every_run(flow, (0, 1, 2), 3):
            compare(flow, documents, oracle, throttled=throttled)
    except (AssertionError, Failed, KeyError, StopIteration):
        return True
    return False


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    table, old, new = FAULTS[name]
    _, documents = documents_for(table)
    text = documents["state-machine.json"]
    wrong = text.replace(old, new)
    assert wrong != text, text
    assert not differs(table, documents, throttled=1)
    assert differs(table, {**documents, "state-machine.json": wrong}, throttled=1)


@pytest.mark.parametrize(
    ("state", "more"),
    [
        ("start", {"ResultPath": "$.x"}),
        ("start", {"Type": "Pass"}),
        ("end", {"Next": "start"}),
        ("start", {"Assign": {"a": 1}}),
    ],
)
def test_what_the_walker_does_not_know_it_refuses(state: str, more: dict[str, Any]) -> None:
    table = "start: end\nend:"
    _, documents = documents_for(table)
    machine = json.loads(documents["state-machine.json"])
    machine["States"][state] |= more
    assert differs(table, {**documents, "state-machine.json": json.dumps(machine)}, throttled=0)


def test_expressions_are_whole_texts() -> None:
    states = {"input": {"a": 2}}
    assert evaluate({"x": ["{% $states.input.a + 1 %}", " {% $states.input.a %}"]}, states) == {
        "x": [3, " {% $states.input.a %}"]
    }
    with pytest.raises(Failed, match="undefined"):
        evaluate("{% $states.input.b %}", states)
