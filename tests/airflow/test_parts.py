"""Literals, names, parameters, starts, settings: the parts of a DAG file one by one."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowc.backends.airflow.backend import AirflowBackend
from flowc.backends.airflow.conditions import Choice, Chooser, simplified
from flowc.backends.airflow.literals import literal, pretty, text
from flowc.backends.airflow.names import LONGEST, Names, Variables, dag_id, run_name, variable
from flowc.backends.airflow.starts import finished, uris
from flowc.diagnostics import Severity
from flowc.ir.flow import Event, Parameter, Project, Schedule, Trigger, TriggerOnFinish, Upstream
from flowc.ir.settings import Packages
from flowc.ir.values import Known
from tests.airflow.emitting import emit, request, structured
from tests.structure.build import at, flow_of

NOTE, WARNING = Severity.NOTE, Severity.WARNING
ON_PODS = {"executor": "kubernetes"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.text())
def test_texts_are_literals_of_themselves(value: str) -> None:
    assert ast.literal_eval(text(value)) == value
    assert len(text(value).splitlines()) == 1


@given(JSON, st.integers(0, 90))
def test_values_are_literals_of_themselves(value: Any, indent: int) -> None:
    assert ast.literal_eval(literal(value)) == value
    assert ast.literal_eval(pretty(value, indent).strip()) == value


def test_text_that_hides_or_turns_is_escaped() -> None:
    assert text("a\u202eb\u2028\ufeff") == '"a\\u202eb\\u2028\\ufeff"'
    assert text("Grüße {{ x }}") == '"Grüße {{ x }}"'


def test_ids_and_variables_are_unique() -> None:
    names = Names(["start", "each_a"])
    assert names.allocate("each_a") == "each_a__2"
    assert names.allocate("a-to-b") == "a-to-b"
    assert len(names.allocate("x" * 400)) == LONGEST
    variables = Variables()
    found = [variables.of(name) for name in ("list", "list_", "a-b", "a_b", "step", "class", "DAG", "list")]
    assert found == ["list_", "list__", "a_b", "a_b_", "step_", "class_", "DAG_", "list_"]
    assert variable("train") == "train"


def test_ids_are_ascii_and_told_apart() -> None:
    flow = structured(flow_of("end:"))
    first, second = (dag_id(replace(flow, name=name)) for name in ("训练流程", "预测流程"))
    assert first.isascii()
    assert first.startswith("_____")
    assert first != second
    assert f'FLOW = "{first}"' in emit(replace(flow, name="训练流程"))
    found = AirflowBackend().check(request(replace(flow, name="训练流程")))
    assert [one.code for one in found if one.code == "FLOW401"] == ["FLOW401"]


@pytest.mark.parametrize(
    ("upstream", "project", "identity"),
    [
        (Upstream(flow="Load"), None, "Load"),
        (Upstream(flow="Load", project="market"), None, "market.Load"),
        (Upstream(flow="Load"), ("shop", None), "shop.Load"),
        (Upstream(flow="Load"), ("shop", "x"), "shop.test.x.Load"),
        (Upstream(flow="Load", branch="prod"), ("shop", "x"), "shop.prod.Load"),
        (Upstream(flow="Load", project="market"), ("shop", "x"), "market.test.x.Load"),
        (Upstream(flow="Load", project="market", branch="prod"), ("shop", "x"), "market.prod.Load"),
        (Upstream(flow="L" * 300), None, "L" * 241 + "_10bf7a12"),
    ],
)
def test_what_is_waited_for_is_what_the_other_flow_tells(
    upstream: Upstream, project: tuple[str, str | None] | None, identity: str
) -> None:
    own = None if project is None else Project(name=project[0], branch=project[1], span=at(1))
    waiting = TriggerOnFinish(flows=(upstream,), span=at(1))
    flow = replace(structured(flow_of("end:")), project=own, trigger_on_finish=waiting)
    assert uris(flow) == (finished(identity),)


def test_runs_are_named_as_the_dag_file_names_them() -> None:
    flow = structured(flow_of("end:"))
    names: dict[str, Any] = {}
    source = emit(flow)
    function = source[source.index("def run_of") : source.index("class Process")]
    exec("import re\n" + function, names)
    run = type(
        "Run", (), {"dag_id": "d", "run_id": "scheduled__2024-01-01T05:30:00+00:00", "logical_date": at}
    )
    run.logical_date = type("Date", (), {"isoformat": staticmethod(lambda: "2024")})
    assert names["run_of"](run)["run"] == run_name("scheduled__2024-01-01T05:30:00+00:00")
    assert run_name("scheduled__2024-01-01T05:30:00+00:00") == "scheduled__2024-01-01T05-30-00-00-00"


def test_conditions_are_as_short_as_can_be() -> None:
    choosers = {
        "s": Chooser(frozenset("ab"), None),
        "t": Chooser(frozenset("cd"), frozenset({Choice("s", "a")})),
    }
    both = frozenset({Choice("t", "c"), Choice("t", "d")})
    assert simplified(both, choosers) == {Choice("s", "a")}
    assert simplified(both | {Choice("s", "b")}, choosers) is None
    assert simplified(frozenset({Choice("t", "c")}), choosers) == {Choice("t", "c")}


def with_parameters(*parameters: Parameter, **more: Any) -> Any:
    from dataclasses import replace

    return replace(structured(flow_of("end:")), parameters=parameters, **more)


def parameter(name: str, **more: Any) -> Parameter:
    settings: dict[str, Any] = {"type": "str", "default": None, "required": False, "help": "", **more}
    return Parameter(attribute=name.replace("-", "_"), name=name, span=at(1), **settings)


def test_parameters_have_schemas() -> None:
    source = emit(
        with_parameters(
            parameter("must", required=True, type="int"),
            parameter("rate", type="float", default=Known(value=0.5), help='a "rate" {{ x }}'),
            parameter("mode", choices=("a", "b"), default=Known(value="a")),
            parameter("late", type="bool"),
            parameter("data", type="json", default=Known(value={"k": [1, None]})),
            parameter("words", separator=",", default=Known(value="x,y")),
        )
    )
    assert '"must": Param(type="integer"),' in source
    assert '"rate": Param(0.5, type="number", description="a \\"rate\\" {{ x }}"),' in source
    assert '"mode": Param("a", type="string", enum=["a", "b"]),' in source
    assert '"late": Param(None, type=["null", "boolean"]),' in source
    assert '"data": Param({"k": [1, None]}),' in source
    assert '"words": Param("x,y", type=["string", "array"]),' in source


def codes(flow: Any, **settings: Any) -> set[str]:
    found = AirflowBackend().check(request(flow, **settings))
    return {finding.code for finding in found if finding.severity is not Severity.NOTE}


SCHEDULE = Schedule(cron="30 5 ? * MON-FRI *", timezone="Europe/Berlin", span=at(1))
TRIGGER = Trigger(events=(Event(name="new data", parameters=(("rate", "speed"),)),), span=at(1))


def test_starts() -> None:
    assert 'schedule=CronTriggerTimetable("30 5 * * 1-5", timezone="Europe/Berlin"),' in emit(
        with_parameters(schedule=SCHEDULE)
    )
    rate = parameter("rate", type="float", default=Known(value=1.0))
    source = emit(with_parameters(rate, trigger=TRIGGER))
    assert 'schedule=[Asset("x-flowc://event/new%20data")],' in source
    assert '{"rate": ["x-flowc://event/new%20data", "speed"]}' in source
    assert 'outlets=[Asset("x-flowc://TestFlow/finished")]' in source


def test_findings() -> None:
    plain = structured(flow_of("start: a\na: ? a end\nend:"))
    assert codes(plain) == set()
    assert codes(with_parameters(schedule=SCHEDULE, trigger=TRIGGER)) == {"FLOW320"}
    assert codes(with_parameters(parameter("must", required=True), schedule=SCHEDULE)) == {"FLOW307"}
    assert codes(plain, executor="batch") == {"FLOW322"}
    batch = {"job-queue": "q", "job-definition": "d"}
    assert codes(plain, executor="batch", own=batch, store="s3://b/p") == set()
    assert codes(plain, executor="batch", own=batch, store="s3://b/p", delivery="inline") == {"FLOW322"}


@pytest.mark.parametrize("executor", ["process", "kubernetes"])
def test_missing_packages_come_in_an_image_that_flowc_describes(executor: str) -> None:
    packages = Packages(manager="pypi", packages=(("pandas", "2"),), span=at(1))
    flow = replace(structured(flow_of("start: end\nend:")), packages=packages)
    (found,) = (
        one for one in AirflowBackend().check(request(flow, executor=executor)) if one.code == "FLOW303"
    )
    assert "`flowc image`" in str(found.help)


@pytest.mark.parametrize(
    "own",
    [
        {"loop-bounds": {"a": 0}},
        {"loop-bounds": {"a": True}},
        {"loop-bounds": 3},
        {"steps": {"another": {"executor": "magic"}}},
        {"steps": {"another": {}}},
        {"loop-bounds": {"another": 0}},
        {"steps": {"a": {"executor": "magic"}}},
        {"steps": {"a": "process"}},
        {"max-map-length": 0},
        {"deferrable": "yes"},
        {"subnets": "one"},
        {"xcom-image": 3},
        {"speed": 1},
    ],
)
def test_wrong_settings_are_findings(own: dict[str, Any]) -> None:
    assert codes(structured(flow_of("start: a\na: ? a end\nend:")), own=own) == {"FLOW321"}


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (
            {"loop-bounds": {"work": 3, "other": 4, "more": 5}},
            [(NOTE, "speaks of `other`, `more`, which", None)],
        ),
        (
            {"loop-bounds": {"start": 3}},
            [(WARNING, "no effect on `start`", "is not the first step of a loop")],
        ),
        ({"loop-bounds": {"works": 3}}, [(WARNING, "no effect on `works`", "no step `works`")]),
        (
            {"steps": {"worck": ON_PODS, "far": ON_PODS}},
            [(WARNING, "`worck`", "no step `worck`"), (NOTE, "`far`", None)],
        ),
        ({"steps": {"work": ON_PODS, "end": ON_PODS}}, []),
    ],
)
def test_a_configuration_that_several_flows_share(
    own: dict[str, Any], expected: list[tuple[Severity, str, str | None]]
) -> None:
    asked = request(structured(flow_of("start: work\nwork: ? work end\nend:")), own=own)
    found = [one for one in AirflowBackend().check(asked) if one.code == "FLOW324"]
    assert [one.severity for one in found] == [severity for severity, _, _ in expected]
    for one, (_, message, label) in zip(found, expected, strict=True):
        assert message in one.message
        assert (label or "another flow may") in str(one.label)
    assert AirflowBackend().emit(asked)


def test_a_step_can_have_an_executor_of_its_own() -> None:
    source = emit(
        structured(flow_of("start: a\na: end\nend:")), own={"steps": {"a": {"executor": "kubernetes"}}}
    )
    assert 'a = start >> step("a", on=Pod, pod={' in source
    assert "kind = on or Process" in source


def test_text_of_the_user_is_never_a_template() -> None:
    """Only `path` is rendered, and nothing of the user's is ever in it."""
    for executor in ("process", "kubernetes"):
        source = emit(structured(flow_of("start: * a\na: j\nj+: end\nend:")), executor=executor)
        assert source.count("template_fields = ") == source.count('template_fields = ("path",)') == 1
