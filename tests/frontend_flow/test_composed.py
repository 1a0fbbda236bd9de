"""Decorators and Parameters that small functions of the user's make."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.ir.settings import Catch, Resources, Retry
from flowc.ir.values import Known
from tests.frontend_flow.reading import codes, decorated, flow, only, read, single, step_of

FUNCTIONS = """
from functools import wraps
GB = 1024

def sized(memory=2 * GB, **more):
    "Asks for memory."
    return resources(memory=memory, **more)

def robust(f):
    f = retry(times=3)(f)
    return catch(var="failure")(f)

def timed(f):
    @wraps(f)
    def inner(self):
        return f(self)
    return inner

def all_of(times):
    doubled = times * 2
    def put(f):
        return retry(times=doubled)(sized(gpu=1)(timed(f)))
    return put

def by_kind(kind):
    if kind == "large":
        return resources(cpu=8)
    elif kind == "small":
        return resources(cpu=1)
    return resources(cpu=2)

def marked(f):
    return retry(times=2)(step(f))

def company(cls):
    return project(name="comp")(schedule(hourly=True)(cls))

def either(function=None, *, times=3):
    def put(f):
        return retry(times=times)(f)
    if function is not None:
        return put(function)
    return put

class Team:
    @staticmethod
    def often(n):
        return retry(times=n)

DEBUG = False
chosen = resources(cpu=8) if DEBUG else resources(cpu=16)
short = lambda f: retry(times=1)(f)

def parameter(name, default=None, type=str, **more):
    return Parameter(name, default=default, type=type, help=f"the {name}", **more)
"""


@pytest.mark.parametrize(
    ("decorator", "resources", "times", "caught", "user"),
    [
        ("@sized()", Resources(memory=2048), None, None, ()),
        ("@sized(4 * GB, cpu=2)", Resources(memory=4096, cpu="2"), None, None, ()),
        ("@robust", Resources(), 3, "failure", ()),
        ("@all_of(times=1)", Resources(memory=2048, gpu=1), 2, None, ("timed",)),
        ("@by_kind('large')", Resources(cpu="8"), None, None, ()),
        ("@by_kind('small')", Resources(cpu="1"), None, None, ()),
        ("@by_kind('other')", Resources(cpu="2"), None, None, ()),
        ("@either", Resources(), 3, None, ()),
        ("@either(times=1)", Resources(), 1, None, ()),
        ("@Team.often(2)", Resources(), 2, None, ()),
        ("@chosen", Resources(cpu="16"), None, None, ()),
        ("@short", Resources(), 1, None, ()),
    ],
)
def test_a_function_that_gives_back_decorators_stands_for_them(
    decorator: str,
    resources: Resources,
    times: int | None,
    caught: str | None,
    user: tuple[str, ...],
    tmp_path: Path,
) -> None:
    settings = step_of(only(read(tmp_path, decorated(decorator, top=FUNCTIONS))), "start").settings
    retry, catch = settings.retry, settings.catch
    assert settings.resources == resources
    assert (retry.times if isinstance(retry, Retry) else None) == times
    assert (catch.var if isinstance(catch, Catch) else None) == caught
    assert tuple(decorator.name for decorator in settings.user_decorators) == user


def test_a_function_can_mark_a_step_and_settings_of_a_flow(tmp_path: Path) -> None:
    steps = "@marked\ndef start(self):\n    self.next(self.end)\n@step\ndef end(self):\n    pass\n"
    found = only(read(tmp_path, flow(top=FUNCTIONS, above="@company", steps=steps)))
    start = step_of(found, "start").settings
    assert start.retry is not None and start.retry.times == 2
    assert found.project is not None and found.project.name == "comp"
    assert found.schedule is not None and found.schedule.cron == "0 * * * ? *"


def test_a_function_can_make_parameters(tmp_path: Path) -> None:
    body = """
    rate = parameter("rate", 0.5, float)
    plan = parameter("plan", default="{}", type=JSONType, required=False)
    """
    rate, plan = only(read(tmp_path, flow(body, top=FUNCTIONS))).parameters
    assert (rate.name, rate.type, rate.default, rate.help) == ("rate", "float", Known(value=0.5), "the rate")
    assert (plan.type, plan.default) == ("json", Known(value={}))


@pytest.mark.parametrize(
    "body",
    [
        "def put(f):\n    log(f)\n    return retry(times=2)(f)",
        "def put(f):\n    for d in [retry(times=2)]:\n        f = d(f)\n    return f",
        "def put(f):\n    @retry(times=2)\n    @wraps(f)\n    def inner(self):\n        f(self)\n    return inner",
        "def compose(*all):\n    return lambda f: f\nput = compose(retry(times=2), catch)",
        "def put(f):\n    return put(retry(times=2)(f))",
        "def pick(x):\n    def inner(f):\n        return x(f)\n    return inner\nput = pick(retry(times=2))",
        "put = retry(times=2) if unknown() else (lambda f: f)",
    ],
)
def test_code_that_does_more_is_one_finding(body: str, tmp_path: Path) -> None:
    finding = single(read(tmp_path, decorated("@put", top=f"from functools import wraps\n{body}")))
    assert (finding.code, finding.message) == (
        "FLOW215",
        "`@put` applies decorators of Metaflow by code that flowc does not follow",
    )


@pytest.mark.parametrize("condition", ["True", "unknown()"])
def test_decorators_given_to_a_decorator_are_not_dropped(condition: str, tmp_path: Path) -> None:
    top = "def when(test, decorator):\n    return decorator if test else (lambda f: f)\n"
    finding = single(read(tmp_path, decorated(f"@when({condition}, retry(times=2))", top=top)))
    assert finding.code == "FLOW215"
    assert finding.message.startswith("`@when` applies decorators of Metaflow")


def test_what_a_decorator_like_that_may_set_is_not_said_to_be_missing(tmp_path: Path) -> None:
    top = "def put(f):\n    log(f)\n    return catch(var='failure')(f)"
    steps = (
        "@put\n@step\ndef start(self):\n    self.next(self.end)\n"
        "@step\ndef end(self):\n    print(self.failure)\n"
    )
    assert codes(read(tmp_path, flow(top=top, steps=steps))) == ["FLOW215"]
    mutator = "from metaflow import FlowMutator\nclass Adds(FlowMutator):\n    pass"
    assert codes(read(tmp_path, flow(top=mutator, above="@Adds", steps=steps.partition("\n")[2]))) == [
        "FLOW215"
    ]


def test_a_step_made_by_a_call_is_not_dropped(tmp_path: Path) -> None:
    steps = (
        "def start(self):\n    self.next(self.end)\nstart = retry(times=3)(step(start))\n"
        "@step\ndef end(self):\n    pass\n"
    )
    finding = single(read(tmp_path, flow(steps=steps)))
    assert finding.code == "FLOW215"
    assert "`start` is what a call of a decorator gives back" in finding.message


def test_what_may_apply_step_is_one_finding_too(tmp_path: Path) -> None:
    top = "def compose(*all):\n    return lambda f: f\nfirst = compose(retry(times=2), step)"
    steps = "@first\ndef start(self):\n    self.next(self.end)\n@step\ndef end(self):\n    pass\n"
    assert single(read(tmp_path, flow(top=top, steps=steps))).message == (
        "`@first` applies decorators of Metaflow by code that flowc does not follow"
    )


def test_a_flow_inside_a_function_is_named(tmp_path: Path) -> None:
    text = "from metaflow import FlowSpec\nif 1:\n    def make():\n        class F(FlowSpec):\n            pass\n"
    finding = single(read(tmp_path, text))
    assert (finding.code, finding.span.line) == ("FLOW004", 4)
    assert finding.message == "the flow `F` is defined inside a function, where flowc finds none"
