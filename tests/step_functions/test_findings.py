"""Findings of the Step Functions target, before anything is emitted."""

from __future__ import annotations

from typing import Any

import pytest

from flowc.backends.protocol import TargetSettings
from flowc.backends.step_functions.deploy.placeholders import unbound
from flowc.diagnostics import Severity
from flowc.ir.flow import Event, Parameter, Schedule, Trigger, TriggerOnFinish, Upstream
from flowc.ir.settings import Batch, Resources, Settings
from tests.step_functions.build import findings_of, request_of, with_settings
from tests.structure.build import at


def settings(**changes: Any) -> Settings:
    return Settings(**changes)


def batch(**changes: Any) -> Batch:
    return Batch(span=at(2), **changes)


@pytest.mark.parametrize(
    ("store", "fits"),
    [
        ("s3://artifacts", True),
        ("s3://artifacts/some/prefix", True),
        ("gs://artifacts", False),
        ("/shared/artifacts", False),
        ("s3://artifacts/o'clock", False),
        ("s3://artifacts/{% $x %}", False),
    ],
)
def test_only_a_bucket_can_be_the_store(store: str, fits: bool) -> None:
    assert (not findings_of(request_of(target=TargetSettings(store=store)), "FLOW241")) is fits


def test_inline_code_is_refused() -> None:
    (finding,) = findings_of(request_of(target=TargetSettings(delivery="inline")), "FLOW241")
    assert finding.severity is Severity.ERROR and "state machine" in finding.message


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"que": "x"}, "FLOW240"),
        ({"queue": 3}, "FLOW241"),
        ({"platform": "GPU"}, "FLOW241"),
        ({"subnets": "subnet-1"}, "FLOW241"),
        ({"map": "wide"}, "FLOW241"),
    ],
)
def test_settings_of_the_target_are_checked(table: dict[str, Any], code: str) -> None:
    (finding,) = findings_of(request_of(target=TargetSettings(own=table)), code)
    assert next(iter(table)) in finding.message


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["start"], []),
        (["hello"], [(Severity.WARNING, "step `hello` is not one that opens a foreach")]),
        (["satrt"], [(Severity.WARNING, "the flow has no step `satrt`")]),
        (["other", "start", "more"], [(Severity.NOTE, "another flow may")]),
    ],
)
def test_steps_that_are_named_to_be_distributed(
    named: list[str], expected: list[tuple[Severity, str]]
) -> None:
    table = "start: * hello\nhello: j\nj+: end\nend:"
    target = TargetSettings(own={"distributed": named}, store="s3://a/b")
    found = findings_of(request_of(table, target=target), "FLOW324")
    assert [(finding.severity, finding.label) for finding in found] == expected


@pytest.mark.parametrize("text", ["{% $x %}", " {%x", "x%} ", "${FlowcImage}", "a ${FlowcJobRole} b"])
def test_text_that_would_be_evaluated_is_refused(text: str) -> None:
    request = with_settings(request_of(), "hello", settings(environment=(("A", text),)))
    assert len(findings_of(request, "FLOW306")) == 1


def test_what_would_be_replaced_in_the_documentation_is_refused() -> None:
    assert len(findings_of(request_of(doc="Reads ${FlowcImage}.\n\nMore."), "FLOW306")) == 1
    assert findings_of(request_of(doc="Reads.\n\n${FlowcImage}"), "FLOW306") == []


@pytest.mark.parametrize("text", ["{{name}}", "$x", "$states.input", "${HOME}", "50 %"])
def test_other_text_is_left_alone(text: str) -> None:
    request = with_settings(request_of(), "hello", settings(environment=(("A", text),)))
    assert findings_of(request, "FLOW306") == []


@pytest.mark.parametrize("name", ["FLOWC_PATH", "AWS_BATCH_JOB_ID", "1A", "A B"])
def test_names_of_variables(name: str) -> None:
    request = with_settings(request_of(), "hello", settings(environment=((name, "x"),)))
    assert len(findings_of(request, "FLOW313")) == 1


def test_several_events_cannot_be_waited_for() -> None:
    several = Trigger(events=(Event(name="a"), Event(name="b")), span=at(1))
    assert len(findings_of(request_of(trigger=several), "FLOW315")) == 1
    assert findings_of(request_of(trigger=Trigger(events=(Event(name="a"),), span=at(1))), "FLOW315") == []
    flows = TriggerOnFinish(flows=(Upstream(flow="A"), Upstream(flow="B")), span=at(1))
    assert len(findings_of(request_of(trigger_on_finish=flows), "FLOW315")) == 1


def required() -> Parameter:
    return Parameter(attribute="x", name="x", type="int", default=None, required=True, help="", span=at(1))


def test_a_required_parameter_needs_somebody_to_give_it() -> None:
    schedule = Schedule(cron="0 3 * * *", timezone=None, span=at(1))
    assert len(findings_of(request_of(parameters=(required(),), schedule=schedule), "FLOW307")) == 1
    event = Event(name="a", parameters=(("x", "field"),))
    given = Trigger(events=(event,), span=at(1))
    assert findings_of(request_of(parameters=(required(),), trigger=given), "FLOW307") == []
    other = Trigger(events=(Event(name="a"),), span=at(1))
    assert len(findings_of(request_of(parameters=(required(),), trigger=other), "FLOW307")) == 1


def test_schedules_without_an_equal() -> None:
    both = Schedule(cron="0 3 1 * 5", timezone=None, span=at(1))
    (finding,) = findings_of(request_of(schedule=both), "FLOW305")
    assert finding.label is not None and "both" in finding.label


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (settings(resources=Resources(gpu=1)), "GPU"),
        (settings(resources=Resources(shared_memory=64)), "shared memory"),
        (settings(resources=Resources(cpu="32")), "16 cores"),
        (settings(resources=Resources(memory=200_000)), "120 GiB"),
        (settings(batch=batch(options={"host_volumes": ["/data"]})), "host_volumes"),
    ],
)
def test_what_fargate_does_not_have(asked: Settings, why: str) -> None:
    for target in (TargetSettings(compute="ecs"), TargetSettings(own={"platform": "FARGATE"})):
        (finding,) = findings_of(with_settings(request_of(target=target), "hello", asked), "FLOW316")
        assert finding.label is not None and why in finding.label
    assert findings_of(with_settings(request_of(), "hello", asked), "FLOW316") == []


def test_the_note_names_everything_that_is_open_once() -> None:
    (finding,) = findings_of(request_of(), "FLOW309")
    for name in ("StoreBucket", "Image", "JobQueue", "JobRole", "StateMachineRole"):
        assert finding.message.count(f"`Flowc{name}`") == 1
    own = {"queue": "q", "job-role": "arn:aws:iam::1:role/j", "state-machine-role": "arn:aws:iam::1:role/m"}
    bound = TargetSettings(store="s3://artifacts", image="python:3.12", own=own)
    assert findings_of(request_of(target=bound), "FLOW309") == []


def test_the_place_of_the_code_is_said_where_it_is_the_store() -> None:
    (finding,) = findings_of(request_of(), "FLOW323")
    assert "`packages/0123456789abcdef01234567.pyz`" in finding.message
    assert findings_of(request_of(target=TargetSettings(delivery="image")), "FLOW323") == []


def test_one_finding_of_the_target_is_an_error_before_limits_are_looked_at() -> None:
    request = request_of("start: * a\na: j\nj+: end\nend:", target=TargetSettings(delivery="inline"))
    assert findings_of(request, "FLOW411") == []


@pytest.mark.parametrize(
    ("asked", "target", "ignored"),
    [
        (batch(queue="q"), TargetSettings(compute="ecs"), True),
        (batch(queue="q"), TargetSettings(), False),
        (batch(options={"aws_batch_tags": {"a": "b"}}), TargetSettings(compute="ecs"), True),
        (batch(options={"ephemeral_storage": 50}), TargetSettings(), True),
        (batch(options={"ephemeral_storage": 50}), TargetSettings(compute="ecs"), False),
    ],
)
def test_what_is_asked_for_in_vain_is_said(asked: Batch, target: TargetSettings, ignored: bool) -> None:
    request = with_settings(request_of(target=target), "hello", settings(batch=asked))
    assert len(findings_of(request, "FLOW302")) == ignored


def test_what_is_said_of_a_missing_queue_is_what_the_configuration_takes() -> None:
    (found,) = unbound(["FlowcJobQueue"])
    assert (found.name, found.why) == ("step-functions.queue", "Batch job queue: a name or an ARN")
