"""Parameters that no process can be given in one variable, before a run and when one is started."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from flowc.backends.airflow.backend import AirflowBackend
from flowc.backends.airflow.check_parameters import VARIABLE, cannot_travel
from flowc.backends.airflow.deploy.deployer import AirflowDeployer
from flowc.backends.airflow.deploy.source import in_one_variable
from flowc.backends.checks.long_variables import LONGEST, too_long
from flowc.backends.deployment import Connection, ValueTooLong
from flowc.diagnostics import Finding
from flowc.ir.flow import Flow, Parameter
from flowc.ir.settings import Settings
from flowc.ir.values import Known
from tests.airflow.emitting import emit, request, structured
from tests.structure.build import at, flow_of

BATCH = {"job-queue": "q", "job-definition": "d"}


def words(text: str) -> Parameter:
    return Parameter(
        attribute="words",
        name="words",
        type="str",
        default=Known(value=text),
        required=False,
        help="",
        span=at(1),
    )


def flow(*parameters: Parameter) -> Flow:
    return structured(replace(flow_of("start: end\nend:"), parameters=parameters))


def found(asked: Flow, **settings: Any) -> list[Finding]:
    return [one for one in AirflowBackend().check(request(asked, **settings)) if one.code == "FLOW406"]


def test_the_longest_variable_is_what_linux_starts_a_process_with() -> None:
    import subprocess
    import sys

    name = "WORDS"
    fits = "x" * (LONGEST - len(name) - 2)
    assert not too_long(name, fits) and too_long(name, fits + "x")
    assert too_long(name, "\u00e4" * (LONGEST // 2))
    command = [sys.executable, "-S", "-c", "import os; print(len(os.environ['WORDS']))"]
    told = subprocess.run(command, env={name: fits}, capture_output=True, check=True)
    assert int(told.stdout) == len(fits)
    with pytest.raises(OSError):
        subprocess.run(command, env={name: fits + "x"}, check=False)


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        ({}, 1),
        ({"executor": "kubernetes"}, 1),
        ({"executor": "batch", "own": BATCH, "store": "s3://b/p"}, 0),
        ({"executor": "kubernetes", "own": {"steps": {"end": {"executor": "process"}}}}, 1),
        (
            {
                "executor": "kubernetes",
                "own": {**BATCH, "steps": {"start": {"executor": "batch"}}},
                "store": "s3://b/p",
            },
            0,
        ),
    ],
)
def test_defaults_that_are_too_long(settings: dict[str, Any], count: int) -> None:
    assert len(found(flow(words("x" * LONGEST)), **settings)) == count
    assert found(flow(words("x" * 1000)), **settings) == []


def test_all_parameters_count_and_the_longest_is_shown() -> None:
    half = replace(words("x" * (LONGEST // 2 + 1)), attribute="first", name="first", span=at(7))
    (finding,) = found(flow(words("x" * (LONGEST // 2)), half))
    assert finding.span == at(7)
    assert found(flow(half)) == []


def test_variables_of_pods() -> None:
    long = Settings(environment=(("WORDS", "x" * LONGEST),))
    plain = flow()
    asked = replace(plain, steps=(replace(plain.steps[0], settings=long), *plain.steps[1:]))
    assert len(found(asked, executor="kubernetes")) == 1
    assert found(asked) == []  # a process sets them itself


class Server:
    """The part of a server that a trigger needs. `sent` is what reached it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.sent: list[int] = []

    def source(self, dag: str) -> str:
        return self._source

    def trigger(self, dag: str, run: str, conf: dict[str, Any]) -> None:
        self.sent.append(len(json.dumps(conf)))

    def link(self, dag: str, run: str) -> str:
        return ""


def triggered(source: str, text: str) -> list[int]:
    deployer, server = AirflowDeployer(Connection()), Server(source)
    deployer.__dict__["_server"] = server
    deployer.trigger("F", {"words": text}, "one")
    return server.sent


def test_a_run_is_not_started_with_what_its_first_step_cannot_get() -> None:
    plain = emit(flow(words("")))
    aws = emit(flow(words("")), executor="batch", own=BATCH, store="s3://b/p")
    assert in_one_variable(plain) and not in_one_variable(aws) and not in_one_variable("")
    with pytest.raises(ValueTooLong, match="128 KiB") as refusal:
        triggered(plain, "x" * LONGEST)
    assert refusal.value.code == "FLOW406" and "IncludeFile" in str(refusal.value.help)
    assert len(triggered(plain, "x" * 1000)) == len(triggered(aws, "x" * LONGEST)) == 1
    assert VARIABLE in plain and cannot_travel({"words": "x" * LONGEST})
