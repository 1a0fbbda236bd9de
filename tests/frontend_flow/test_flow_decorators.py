"""Flow decorators, on the class and on its bases."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.diagnostics import Severity
from flowc.ir.flow import Event, ExitHook, Flow, Project, Schedule, Upstream
from tests.frontend_flow.reading import codes, flow, only, read, single


def above(folder: Path, decorators: str, top: str = "", body: str = "") -> Flow:
    return only(read(folder, flow(body, top=top, above=decorators)))


@pytest.mark.parametrize(
    ("decorator", "cron"),
    [
        ("@schedule", "0 0 * * ? *"),
        ("@schedule(daily=True)", "0 0 * * ? *"),
        ("@schedule(weekly=True)", "0 0 ? * SUN *"),
        ("@schedule(hourly=True)", "0 * * * ? *"),
        ("@schedule(weekly=True, hourly=True)", "0 0 ? * SUN *"),
        ("@schedule(cron='*/5 8-17 * JAN MON-FRI', hourly=True)", "*/5 8-17 * JAN MON-FRI"),
        ("@schedule(cron='0 8 ? * 2#1 2026')", "0 8 ? * 2#1 2026"),
        ("@schedule(cron=None)", "0 0 * * ? *"),
    ],
)
def test_schedule(tmp_path: Path, decorator: str, cron: str) -> None:
    found = above(tmp_path, decorator).schedule
    assert found is not None
    assert found == Schedule(cron=cron, timezone=None, span=found.span)


def test_timezone(tmp_path: Path) -> None:
    found = above(tmp_path, "@schedule(hourly=True, timezone='Europe/Rome')").schedule
    assert found is not None
    assert found.timezone == "Europe/Rome"


def test_no_schedule_at_all(tmp_path: Path) -> None:
    assert above(tmp_path, "@schedule(daily=False)").schedule is None


@pytest.mark.parametrize(
    ("decorator", "events"),
    [
        ("@trigger(event='a')", (Event(name="a"),)),
        ("@trigger(events=['a', 'b'])", (Event(name="a"), Event(name="b"))),
        (
            "@trigger(event={'name': 'a', 'parameters': {'p': 'field'}})",
            (Event(name="a", parameters=(("p", "field"),)),),
        ),
        (
            "@trigger(event={'name': 'a', 'parameters': ['p', ('q', 'field')]})",
            (Event(name="a", parameters=(("p", "p"), ("q", "field"))),),
        ),
    ],
)
def test_trigger(tmp_path: Path, decorator: str, events: tuple[Event, ...]) -> None:
    found = above(tmp_path, decorator, body="p = Parameter('p')\nq = Parameter('q')").trigger
    assert found is not None
    assert (found.events, found.options) == (events, None)


@pytest.mark.parametrize(
    ("decorator", "flows"),
    [
        ("@trigger_on_finish(flow='A')", (Upstream(flow="A"),)),
        ("@trigger_on_finish(flow='p.user.bob.A')", (Upstream(flow="A", project="p", branch="user.bob"),)),
        ("@trigger_on_finish(flows=['A', 'B'])", (Upstream(flow="A"), Upstream(flow="B"))),
        (
            "@trigger_on_finish(flow={'name': 'A', 'project': 'p', 'project_branch': 'prod'})",
            (Upstream(flow="A", project="p", branch="prod"),),
        ),
    ],
)
def test_trigger_on_finish(tmp_path: Path, decorator: str, flows: tuple[Upstream, ...]) -> None:
    found = above(tmp_path, decorator).trigger_on_finish
    assert found is not None
    assert found.flows == flows


def test_project(tmp_path: Path) -> None:
    found = above(tmp_path, "@project(name='fraud', branch='b', production=True)").project
    assert found is not None
    assert found == Project(name="fraud", branch="b", production=True, span=found.span)


def test_exit_hooks(tmp_path: Path) -> None:
    top = "def good():\n    pass\ndef bad():\n    pass\nHOOKS = [good, bad]"
    found = above(
        tmp_path, "@exit_hook(on_success=[good, 'named'])\n@exit_hook(on_error=HOOKS)", top
    ).exit_hooks
    assert [(hook.on_success, hook.on_error) for hook in found] == [  # as decorators apply: from below
        ((), ("good", "bad")),
        (("good", "named"), ()),
    ]
    assert all(isinstance(hook, ExitHook) for hook in found)


@pytest.mark.parametrize(
    ("decorator", "code", "words"),
    [
        ("@schedule(cron='0 8 * *')", "FLOW216", "this one has 4"),
        ("@schedule(cron='rate(5 minutes)')", "FLOW216", "this one has 2"),
        ("@schedule(cron='0 8 * * mon;tue')", "FLOW216", "`mon;tue`"),
        ("@schedule(corn='0 8 * * *')", "FLOW202", "no argument `corn`"),
        ("@schedule(cron=5)", "FLOW203", "must be text"),
        ("@project", "FLOW217", "needs a name"),
        ("@project(name='')", "FLOW217", "needs a name"),
        ("@project(name='My Project')", "FLOW217", "cannot be the name"),
        ("@project(name='p', branch='feature/x')", "FLOW217", "cannot be the branch"),
        ("@project(name=os.environ['P'])", "FLOW201", "`name` of `@project`"),
        ("@trigger", "FLOW218", "nothing to wait for"),
        ("@trigger(event='a', events=['b'])", "FLOW218", "not both"),
        ("@trigger(events=['a', 'a'])", "FLOW218", "twice"),
        ("@trigger(events='a')", "FLOW203", "must be a list"),
        ("@trigger(event={'parameters': {}})", "FLOW203", "an event's name"),
        ("@trigger(event={'name': 'a', 'parameters': {'x': 1}})", "FLOW203", "an event's name"),
        ("@trigger(event=lambda context: context.user_name)", "FLOW201", "`event` of `@trigger`"),
        ("@trigger_on_finish()", "FLOW218", "nothing to wait for"),
        ("@trigger_on_finish(flow='a.b')", "FLOW203", "the name of a flow"),
        ("@trigger_on_finish(flow='my-flow')", "FLOW203", "the name of a flow"),
        ("@exit_hook", "FLOW221", "names no function"),
        ("@exit_hook(on_success=[])", "FLOW221", "names no function"),
        ("@exit_hook(on_success=[lambda: 1])", "FLOW221", "takes functions"),
        ("@project(name='a')\n@project(name='b')", "FLOW204", "has `@project` twice"),
        ("@retry", "FLOW214", "belongs on a step"),
        ("@Changes", "FLOW215", "changes the flow while it is being imported"),
        ("@airflow_s3_key_sensor(bucket_key='x')", "FLOW215", "one engine of Metaflow only"),
    ],
)
def test_mistakes(tmp_path: Path, decorator: str, code: str, words: str) -> None:
    top = "from metaflow import FlowMutator, airflow_s3_key_sensor\nclass Changes(FlowMutator):\n    pass"
    finding = single(read(tmp_path, flow(top=top, above=decorator)))
    assert finding.code == code
    assert finding.severity is (Severity.WARNING if "airflow" in decorator else Severity.ERROR)
    assert words in finding.message


def test_an_own_decorator_opens_the_class(tmp_path: Path) -> None:
    found = above(tmp_path, "@register", "def register(cls):\n    return cls")
    assert found.open_class == "`@register` may add members to the class `F`"


def test_decorators_of_base_flows_count(tmp_path: Path) -> None:
    top = "@schedule(hourly=True)\n@project(name='base')\nclass Base(FlowSpec):\n    pass\n"
    text = flow(top=top).replace("class F(FlowSpec)", "class F(Base)")
    found = only(read(tmp_path, text))
    assert found.schedule is not None
    assert found.schedule.cron == "0 * * * ? *"
    twice = flow(top=top, above="@project(name='own')").replace("class F(FlowSpec)", "class F(Base)")
    assert codes(read(tmp_path, twice)) == ["FLOW204"]


@pytest.mark.parametrize(
    ("decorator", "events"),
    [
        ("@trigger(event=named)", [("ev-prod", ())]),
        ("@trigger(event=lambda context: STAGE + '-x')", [("prod-x", ())]),
        ("@trigger(events=[named, 'b'])", [("ev-prod", ()), ("b", ())]),
        ("@trigger(event={'name': named, 'parameters': fields})", [("ev-prod", (("p", "q"),))]),
    ],
)
def test_events_named_by_functions_that_only_compute(
    decorator: str, events: list[object], tmp_path: Path
) -> None:
    found = only(read(tmp_path, flow("p = Parameter('p', default='')", top=DEPLOYED, above=decorator)))
    assert found.trigger is not None
    assert [(event.name, event.parameters) for event in found.trigger.events] == events


def test_a_flow_named_by_a_function(tmp_path: Path) -> None:
    found = only(read(tmp_path, flow(top=DEPLOYED, above="@trigger_on_finish(flow=upstream)")))
    assert found.trigger_on_finish is not None
    assert [one.flow for one in found.trigger_on_finish.flows] == ["Up"]


def test_what_the_context_says_is_not_known(tmp_path: Path) -> None:
    finding = single(read(tmp_path, flow(top=DEPLOYED, above="@trigger(event=personal)")))
    assert (finding.code, finding.span.line) == ("FLOW201", 17)


DEPLOYED = """
STAGE = "prod"
def named(context):
    return f"ev-{STAGE}"
def fields(context):
    return {"p": "q"}
def personal(context):
    return "of-" + context.user_name
def upstream(context):
    return {"name": "Up"}
"""
