"""The states of each construct."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowc.backends.protocol import TargetSettings
from flowc.backends.step_functions.jsonata import quoted
from flowc.backends.step_functions.width import widths
from flowc.ir.flow import StepId
from flowc.ir.regions import Map, Route, Task
from flowc.ir.settings import Catch, Resources, Retry, Settings, Timeout
from tests.step_functions.build import machine_of, request_of, states_of, with_settings
from tests.step_functions.expressions import evaluate
from tests.structure.build import at


def names(table: str, **target: object) -> list[str]:
    return list(states_of(request_of(table, target=TargetSettings(**target))))  # type: ignore[arg-type]


def test_a_step_is_one_state() -> None:
    assert names("start: a\na: end\nend:") == ["flow: input", "start", "a", "end"]


def test_a_branch_is_one_more() -> None:
    table = "start: a b\na: j\nb: j\nj+: end\nend:"
    assert set(names(table)) == {"flow: input", "start", "start: branches", "a", "b", "j", "end"}


def test_a_foreach_is_two_more_and_a_distributed_one_is_one() -> None:
    table = "start: * a\na: j\nj+: end\nend:"
    plain = {"flow: input", "start", "a", "j", "end"}
    assert set(names(table)) - plain == {"start: count", "start: items"}
    assert set(names(table, own={"map": "distributed"})) - plain == {"start: items"}


def test_a_switch_is_two_more_and_a_loop_none() -> None:
    plain = {"flow: input", "start", "a", "b", "end"}
    assert set(names("start: ? a b\na: end\nb: end\nend:")) - plain == {
        *("start: choice", "start: next", "flow: no way"),
    }
    assert set(names("start: a\na: b\nb: ? a end\nend:")) - plain == {
        *("b: choice", "b: next", "flow: no way"),
    }


def test_every_choice_has_a_default_that_fails() -> None:
    states = states_of(request_of("start: ? a b\na: end\nb: end\nend:"))
    assert states["start: next"]["Default"] == "flow: no way"
    assert states["flow: no way"]["Type"] == "Fail"


def test_a_case_straight_to_the_join_ends_the_iteration() -> None:
    states = states_of(request_of("start: * s\ns: ? a j\na: j\nj+: end\nend:"))
    assert states["s: next"]["Choices"][1]["Next"] == "s: end"
    assert states["s: end"] == {"Type": "Succeed", "Output": {}}
    assert states["a"]["Output"] == {} and states["a"]["End"] is True


def test_paths_are_those_of_frames_and_passes() -> None:
    table = "start: * h\nh: k\nk: ? k l\nl: ? h j\nj+: end\nend:"
    states = states_of(request_of(table))
    payload = {"path": "r.3", "k1": 2, "k2": 0}

    def path(step: str) -> object:
        return evaluate(states[step]["Arguments"]["Parameters"]["path"], {"input": payload})

    assert (path("h"), path("k"), path("l")) == ("r.3_2", "r.3_2_0", "r.3_2")
    assert "path" not in states["end"]["Arguments"]["Parameters"]


def test_retry_is_that_of_the_step_after_that_of_the_service() -> None:
    asked = Settings(retry=Retry(times=3, minutes_between_retries=0.5, span=at(2)), catch=Catch(span=at(2)))
    state = states_of(with_settings(request_of(), "hello", asked))["hello"]
    service, own = state["Retry"]
    assert service["JitterStrategy"] == "FULL" and "States.ALL" not in service["ErrorEquals"]
    assert own == {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 30, "MaxAttempts": 4, "BackoffRate": 1.0}
    assert state["Arguments"]["Parameters"]["attempt"] == "{% $string($states.context.State.RetryCount) %}"
    assert len(states_of(request_of())["hello"]["Retry"]) == 1


@pytest.mark.parametrize(("seconds", "attempt"), [(1, 61), (3600, 3660)])
def test_timeouts_are_backstops(seconds: int, attempt: int) -> None:
    asked = Settings(timeout=Timeout(seconds=seconds, span=at(2)))
    state = states_of(with_settings(request_of(), "hello", asked))["hello"]
    assert state["Arguments"]["Timeout"] == {"AttemptDurationSeconds": attempt}
    assert state["TimeoutSeconds"] == attempt + 24 * 3600
    assert "TimeoutSeconds" not in states_of(request_of())["hello"]


def test_whole_cores_on_ec2_and_parts_on_fargate() -> None:
    asked = Settings(resources=Resources(cpu="0.5", memory=1024))
    for platform, value in (("EC2", "1"), ("FARGATE", "0.5")):
        request = request_of(target=TargetSettings(own={"platform": platform}))
        state = states_of(with_settings(request, "hello", asked))["hello"]
        needs = state["Arguments"]["ContainerOverrides"]["ResourceRequirements"]
        assert needs == [{"Type": "VCPU", "Value": value}, {"Type": "MEMORY", "Value": "1024"}]


def test_ecs_checks_the_exit_code() -> None:
    state = states_of(request_of(target=TargetSettings(compute="ecs")))["hello"]
    assert state["Resource"] == "arn:aws:states:::ecs:runTask.sync"
    assert state["Arguments"]["Overrides"]["Cpu"] == "1024"
    done = {"input": {"run": "x"}, "result": {"Containers": [{"ExitCode": 0}]}}
    assert evaluate(state["Output"], done) == {"run": "x"}
    for code in ({"ExitCode": 1}, {}):
        with pytest.raises(Exception, match="QueryEvaluationError"):
            evaluate(state["Output"], {"input": {}, "result": {"Containers": [code]}})


def test_comments_are_the_first_lines_of_docstrings() -> None:
    request = request_of()
    steps = tuple(
        replace(step, doc="Greet.\n\nMore.") if step.id == StepId("hello") else step
        for step in request.flow.steps
    )
    request = replace(request, flow=replace(request.flow, steps=steps, doc="\n  Say hello.\n"))
    assert machine_of(request)["Comment"] == "Say hello."
    assert states_of(request)["hello"]["Comment"] == "Greet."
    assert "Comment" not in states_of(request)["end"]


def test_texts_of_the_users_stay_texts() -> None:
    asked = Settings(environment=(("A", "' & $states.input.run & '"), ("B", '"\\é\n')))
    request = with_settings(request_of(), "hello", asked)
    state = states_of(request)["hello"]
    variables = state["Arguments"]["ContainerOverrides"]["Environment"]
    given = [{"Name": "A", "Value": "' & $states.input.run & '"}, {"Name": "B", "Value": '"\\é\n'}]
    assert evaluate(variables, {}) == given


@pytest.mark.parametrize(
    "text", ["plain", "o'clock", 'a"b', "back\\slash", "%}", "{%", "é\n\t", "' & $x & '"]
)
def test_literals_are_quoted(text: str) -> None:
    assert evaluate(f"{{% {quoted(text)} %}}", {}) == text
    assert "%" not in quoted(text)


def test_as_many_iterations_as_the_flow_may_have_tasks() -> None:
    def nested(levels: int) -> Route:
        inner: tuple[Task, ...] | tuple[Map, Task] = (Task(step="x"),)
        route = Route(nodes=inner)
        for _ in range(levels):
            route = Route(nodes=(Map(openers=("o",), body=route, join="j"), Task(step="j")))
        return route

    assert widths(nested(0), 100, distributed=True) == (100, 1)
    assert widths(nested(0), 100, distributed=False) == (40, 2)
    assert widths(nested(1), 100, distributed=False) == (10, 10)
    assert widths(nested(2), 125, distributed=True) == (5, 25)
    assert widths(nested(3), 1, distributed=True) == (1, 1)
