"""Limits: the model of the history against walked machines, and the findings."""

from __future__ import annotations

import pytest

from flowc.backends.protocol import TargetSettings
from flowc.backends.step_functions import history
from flowc.backends.step_functions.machine import distributed_of, route_of
from flowc.diagnostics import Severity
from flowc.ir.settings import Settings
from tests.argo_sim.oracles import Random
from tests.step_functions.build import documents_of, findings_of, request_of, with_settings
from tests.step_functions.compare import execution, services

FOREACH = "start: * a\na: j\nj+: end\nend:"
LONG = "start: * a\na: b\nb: c\nc: j\nj+: end\nend:"
NESTED = "start: * a\na: * b\nb: i\ni+: j\nj+: end\nend:"
LOOP = "start: a\na: ? a end\nend:"


class Wide(Random):
    """As many items everywhere."""

    def splits(self, task: object) -> int:
        return self.most


def walked_events(table: str, items: int) -> int:
    request = request_of(table, target=TargetSettings(own={"map": "inline"}))
    documents = documents_of(request)
    run = execution(documents, services(request.flow, documents, Wide(request.flow, 0, items)))
    run.run()
    return run.histories["run-1"]


@pytest.mark.parametrize(
    "table", [FOREACH, LONG, NESTED, "start: * a\na: b c\nb: i\nc: i\ni+: j\nj+: end\nend:"]
)
def test_the_model_counts_what_a_walk_counts(table: str) -> None:
    request = request_of(table)
    steps = {str(step.id): step for step in request.flow.steps}
    for items in (0, 1, 4):
        model = history.History(steps, frozenset(), items)
        assert history.BEGIN + model.events(route_of(request.flow)) >= walked_events(table, items)
        assert history.BEGIN + model.events(route_of(request.flow)) <= walked_events(table, items) + 12


def test_an_item_of_one_step_takes_eight_events() -> None:
    assert walked_events(FOREACH, 5) - walked_events(FOREACH, 4) == 8
    (finding,) = findings_of(request_of(FOREACH), "FLOW411")
    assert "about 3,124 items" in finding.message and finding.severity is Severity.NOTE


def test_a_foreach_becomes_distributed_when_the_history_asks_for_it() -> None:
    assert distributed_of(request_of(FOREACH)) == frozenset()
    assert distributed_of(request_of(FOREACH, target=TargetSettings(max_fan_out=3000))) == frozenset()
    assert distributed_of(request_of(FOREACH, target=TargetSettings(max_fan_out=3200))) == {"start"}
    assert distributed_of(request_of(NESTED)) == {"start"}
    assert distributed_of(request_of(NESTED, target=TargetSettings(max_fan_out=20))) == frozenset()
    assert distributed_of(request_of(NESTED, target=TargetSettings(max_fan_out=5000))) == {"start", "a"}
    (finding,) = findings_of(request_of(FOREACH, target=TargetSettings(max_fan_out=3200)), "FLOW411")
    assert "runs as a Distributed Map" in finding.message


def test_the_configuration_decides() -> None:
    named = TargetSettings(own={"distributed": ["a"]}, max_fan_out=5)
    assert distributed_of(request_of(NESTED, target=named)) == {"a"}
    assert distributed_of(request_of(NESTED, target=TargetSettings(own={"map": "distributed"}))) == {
        "start",
        "a",
    }
    kept = TargetSettings(own={"map": "inline"}, max_fan_out=5000)
    assert distributed_of(request_of(FOREACH, target=kept)) == frozenset()
    (finding,) = findings_of(request_of(FOREACH, target=kept), "FLOW411")
    assert finding.severity is Severity.WARNING


def test_a_loop_has_room_for_so_many_passes() -> None:
    (finding,) = findings_of(request_of(LOOP), "FLOW404")
    assert "about 1,922 passes" in finding.message


def test_a_result_has_room_for_so_many_items() -> None:
    assert findings_of(request_of(FOREACH, target=TargetSettings(max_fan_out=87_000)), "FLOW413") == []
    (finding,) = findings_of(request_of(FOREACH, target=TargetSettings(max_fan_out=88_000)), "FLOW413")
    assert finding.severity is Severity.ERROR


def test_overrides_end_at_8192_bytes() -> None:
    def long(length: int) -> int:
        settings = Settings(environment=(("A", "x" * length),))
        return len(findings_of(with_settings(request_of(), "hello", settings), "FLOW412"))

    assert (long(8000), long(8200)) == (0, 1)


def test_a_machine_ends_at_one_mebibyte() -> None:
    names = [f"step_{number}" for number in range(1800)]
    table = "\n".join(
        f"{name}: {after}" for name, after in zip(["start", *names], [*names, "end"], strict=True)
    )
    (finding,) = findings_of(request_of(f"{table}\nend:"), "FLOW410")
    assert finding.severity is Severity.ERROR


def test_a_long_name_of_a_state_is_shortened_and_said() -> None:
    name = "a" * 90
    request = request_of(f"start: {name}\n{name}: end\nend:")
    (finding,) = findings_of(request, "FLOW401")
    assert name in finding.message
    documents = documents_of(request)
    assert f'"{name}": {{' not in documents["state-machine.json"]
    execution(documents, services(request.flow, documents, Random(request.flow, 0))).run()
