"""`@exit_hook`: the functions are called once, after all else, and the run ends as it would have without."""

from __future__ import annotations

import json

import pytest

from flowc.backends.protocol import Request, TargetSettings
from flowc.backends.step_functions import history
from flowc.backends.step_functions.machine import distributed_of, route_of
from flowc.ir.flow import ExitHook
from flowc.ir.settings import Batch, Settings
from flowc.ir.trace import TaskId, traces
from tests.argo_sim.oracles import every_run
from tests.step_functions.build import documents_of, request_of, states_of, with_settings
from tests.step_functions.compare import compare, execution, services
from tests.step_functions.expressions import Failed
from tests.structure.build import at

FOREACH = "start: * a\na: j\nj+: ? b end\nb: end\nend:"
TARGETS = {
    "batch": TargetSettings(store="s3://a/b"),
    "distributed": TargetSettings(store="s3://a/b", own={"map": "distributed"}),
    "ecs": TargetSettings(store="s3://a/b", compute="ecs"),
}
RUN = ("run-1", "arn:aws:states:eu:1:execution:M:run-1")


def hooked(table: str = FOREACH, **target: object) -> Request:
    hooks = (ExitHook(on_success=("a",), on_error=("b",), span=at(3)),)
    return request_of(table, exit_hooks=hooks, **target)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("hooks_fail", [False, True])
def test_a_run_that_succeeds(target: str, hooks_fail: bool) -> None:
    request = hooked(target=TARGETS[target])
    documents = documents_of(request)
    for oracle in every_run(request.flow, (0, 2), 1):
        compare(request.flow, documents, oracle)
        world = services(request.flow, documents, oracle, hooks_fail=hooks_fail)
        run = execution(documents, world)
        assert run.run() == {}
        assert world.hooks == [(*RUN, len(world.events))]
        assert run.histories["run-1"] <= _modelled(request)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("hooks_fail", [False, True])
def test_a_run_that_fails_keeps_its_error(target: str, hooks_fail: bool) -> None:
    request = hooked(target=TARGETS[target])
    documents = documents_of(request)
    plain = documents_of(request_of(FOREACH, target=TARGETS[target]))
    for oracle in list(every_run(request.flow, (2,), 1)):
        for task in traces(request.flow, oracle).tasks():
            failures = {task: 1000}
            world = services(request.flow, documents, oracle, failures=failures, hooks_fail=hooks_fail)
            with pytest.raises(Failed) as failure:
                execution(documents, world).run()
            assert world.hooks == [(*RUN, len(world.events))]
            with pytest.raises(Failed) as expected:
                execution(plain, services(request.flow, plain, oracle, failures=failures)).run()
            assert str(failure.value) == str(expected.value)


def test_a_damaged_winner_ends_the_run_and_calls_the_hooks() -> None:
    request = hooked("start: ? a end\na: end\nend:")
    documents = documents_of(request)
    (oracle, *_) = every_run(request.flow, (), 1)
    world = services(request.flow, documents, oracle, damaged=frozenset({TaskId("start", "r")}))
    with pytest.raises(Failed, match=r"flowc\.NoWay"):
        execution(documents, world).run()
    assert len(world.hooks) == 1


def _modelled(request: Request) -> int:
    steps = {str(step.id): step for step in request.flow.steps}
    model = history.History(steps, distributed_of(request), 2)
    return history.events_beside_steps(request.flow) + model.events(route_of(request.flow))


def test_the_model_of_the_history_knows_what_hooks_add() -> None:
    """Exactly: the same run without them has that many events less."""
    counts = []
    for request in (hooked("start: end\nend:"), request_of("start: end\nend:")):
        documents = documents_of(request)
        (oracle,) = every_run(request.flow, (), 1)
        run = execution(documents, services(request.flow, documents, oracle))
        run.run()
        counts.append(run.histories["run-1"])
    assert counts[0] - counts[1] == history.HOOKS


def test_hooks_run_in_what_the_last_step_runs_in() -> None:
    batch = Batch(image="last:1", queue="slow", span=at(1))
    request = with_settings(hooked("start: end\nend:"), "end", Settings(batch=batch))
    call = states_of(request)["flow: exit hooks"]["Arguments"]
    assert call["JobQueue"] == "slow"
    definition = json.loads(documents_of(request)["job-definitions.json"])[call["JobDefinition"][2:-1]]
    assert definition["containerProperties"]["image"] == "last:1"
    words = definition["containerProperties"]["command"]
    assert words[words.index("hook") :] == ["hook", "--run-id", "Ref::run", "--run-uid", "Ref::uid"]


def test_without_hooks_there_is_nothing_of_it() -> None:
    request = request_of("start: end\nend:")
    assert set(states_of(request)) == {"flow: input", "start", "end"}
    assert "hook" not in "".join(documents_of(request).values())
