"""Steps as jobs of AWS Batch and as tasks of Amazon ECS: Airflow's own operators, a cloud whose jobs are processes.

Not shown: images and capacity, IAM itself (only which calls are made), logs in CloudWatch, a triggerer of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from flowc.client import Run
from flowc.client.places import find_run
from tests.airflow_engine.site import FLOWS
from tests.conformance.cases import all_cases
from tests.conformance.protocol import Fault, Triggered
from tests.conformance.run_case import Result, run_case
from tests.engines.airflow.on_aws import AirflowOnAws
from tests.engines.airflow.required import require_airflow
from tests.engines.step_functions.cloud import BUCKET
from tests.engines.step_functions.compiling import PREFIX, STORE
from tests.engines.step_functions.faults import Breakdown

pytestmark = pytest.mark.xdist_group("airflow")

CASES = {case.id: case for case in all_cases()}
SECONDS = 300.0
FEW = ("foreach/none", "nested_foreach/with-empty")
BOTH_WAYS = pytest.mark.parametrize("deferrable", [True, False], ids=["deferred", "waiting"])
"""Airflow waits for a job in its triggerer, or in the worker."""
ASKED = {
    "batch": {"batch:SubmitJob", "batch:DescribeJobs", "s3:GetObject"},
    "ecs": {"ecs:RunTask", "ecs:DescribeTasks", "s3:GetObject"},
}
"""What Airflow's connection needs to be allowed for a flow with a foreach."""
LIMITS: Mapping[str, Mapping[str, int | None]] = {
    "batch": {"start": None, "prompt": 5475, "late": 62, "end": None},
    "ecs": {},
}
"""Seconds for each step of the flow `timeout`."""
TOLD = {"FLOWC_STORE", "FLOWC_RUN_ID", "FLOWC_RUN_UID", "FLOWC_PATH", "FLOWC_ATTEMPT"}


@pytest.fixture(scope="module", params=["batch", "ecs"])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AirflowOnAws]:
    require_airflow("3.3")
    engine = AirflowOnAws(request.param)
    engine.start(tmp_path_factory.mktemp(request.param))
    yield engine
    engine.stop()


@pytest.fixture
def engine(running: AirflowOnAws) -> AirflowOnAws:
    """The engine, with no settings of another test."""
    running.settings, running.own = {}, {}
    running.cloud.faults.write([])
    return running


def ended(engine: AirflowOnAws, triggered: Triggered) -> tuple[str, dict[tuple[str, int], tuple[str, int]]]:
    """How the run ended, and state and tries of each task."""
    answer = engine.driver.answer(SECONDS)
    assert triggered.run
    return answer["ended"], {(name, index): (state, tries) for name, index, state, tries in answer["tasks"]}


def told(job: Mapping[str, Any]) -> dict[str, str]:
    """The variables of a job but those that are the service's own."""
    return {
        name: value for name, value in job["environment"].items() if not name.startswith(("AWS_", "ECS_"))
    }


@pytest.mark.parametrize("name", FEW)
def test_case(engine: AirflowOnAws, name: str) -> None:
    assert run_case(engine, CASES[name]) == Result("passed")


def test_it_waits_in_the_worker_too(engine: AirflowOnAws) -> None:
    engine.own = {"deferrable": False}
    assert run_case(engine, CASES["foreach/two"]) == Result("passed")


def test_a_job_that_is_killed_is_tried_again(engine: AirflowOnAws) -> None:
    case = CASES["retry/default"]
    before = len(engine.cloud.jobs())
    assert run_case(engine, case, Fault("kill-task", "start")).verdict == "failed", "it has no other attempt"
    assert [job["code"] for job in engine.cloud.jobs()[before:]] == [137]
    engine.cloud.faults.write([])
    assert run_case(engine, case) == Result("passed")


def test_what_jobs_are_told_and_what_airflow_asks_for(engine: AirflowOnAws) -> None:
    jobs, calls = len(engine.cloud.jobs()), len(engine.cloud.calls())
    triggered = engine.trigger(engine.deploy(CASES["foreach/two"].file), {"width": 2})
    assert ended(engine, triggered)[0] == "success"
    found = {
        told(job)["FLOWC_PATH"]: told(job)
        for job in engine.cloud.jobs()[jobs:]
        if "start" not in job["command"]
    }
    assert {path: set(variables) for path, variables in found.items()} == dict.fromkeys(
        ("r", "r.0", "r.1"), TOLD
    )
    assert {variables["FLOWC_RUN_ID"] for variables in found.values()} == {triggered.run}
    made = {call["action"] for call in engine.cloud.calls()[calls:] if call["key"] == "worker"}
    assert made == ASKED[engine.executor]


def test_variables_and_resources_of_a_step(engine: AirflowOnAws) -> None:
    jobs = len(engine.cloud.jobs())
    assert run_case(engine, CASES["environment/default"]) == Result("passed")
    start, end = (told(job) for job in engine.cloud.jobs()[jobs:])
    assert (start["NUMBER"], set(end)) == ("007", TOLD)


@BOTH_WAYS
def test_exit_code_78_is_not_tried_again(engine: AirflowOnAws, deferrable: bool) -> None:
    """A run of that name is in the store already, and is another one; `start` has two retries."""
    engine.own = {"deferrable": deferrable}
    deployed = engine.deploy(FLOWS / "named.py")
    first = engine.trigger(deployed, {})
    assert ended(engine, first)[0] == "success"
    record = find_run(engine.store, first.flow, first.run)[0].record
    following = f"case-{int(first.run.removeprefix('case-')) + 1}"
    engine.store.put(record.replace(f"/{first.run}/", f"/{following}/"), engine.store.get(record))
    jobs = len(engine.cloud.jobs())
    second = engine.trigger(deployed, {})
    assert second.run == following
    state, tasks = ended(engine, second)
    assert (state, tasks["start", -1]) == ("failed", ("failed", 1))
    (job,) = engine.cloud.jobs()[jobs:]
    assert job["code"] == 78
    assert "two runs with one name" in engine.cloud.log_of(job["job"])


@BOTH_WAYS
def test_another_failure_is_tried_again(engine: AirflowOnAws, deferrable: bool) -> None:
    engine.own = {"deferrable": deferrable}
    engine.cloud.faults.write([Breakdown(step="start", times=2, command=("false",))])
    state, tasks = ended(engine, engine.trigger(engine.deploy(FLOWS / "named.py"), {}))
    assert (state, tasks["start", -1], tasks["end", -1]) == ("success", ("success", 3), ("success", 1))


def test_long_parameters_go_by_the_store(engine: AirflowOnAws) -> None:
    text = "long " * 4000
    jobs = len(engine.cloud.jobs())
    triggered = engine.trigger(engine.deploy(CASES["parameters/given"].file), {"text": text})
    assert ended(engine, triggered)[0] == "success"
    start, end = (told(job) for job in engine.cloud.jobs()[jobs:])
    assert set(start) == {*TOLD, "FLOWC_PARAMETERS_KEY"}
    assert set(end) == TOLD
    stored = engine.cloud.s3.get_object(Bucket=BUCKET, Key=f"{PREFIX}/{start['FLOWC_PARAMETERS_KEY']}")
    assert json.load(stored["Body"])["text"] == text
    keys, _ = find_run(engine.store, triggered.flow, triggered.run)
    assert Run.at(engine.store, keys)["end"].task["summary"].data.startswith("long long ")


def test_the_store_comes_from_airflow_when_none_is_configured(engine: AirflowOnAws) -> None:
    engine.settings = {"store": None}
    deployed = engine.deploy(CASES["switch/pass"].file)
    dag, dags = deployed.handle
    assert STORE not in (dags / f"{dag}.py").read_text(), "it is a variable of Airflow"
    assert run_case(engine, CASES["switch/pass"]) == Result("passed")


def test_a_task_that_airflow_kills_ends_its_job(engine: AirflowOnAws, tmp_path: Path) -> None:
    engine.own = {"deferrable": False}
    dag, dags = engine.deploy(FLOWS / "named.py").handle
    jobs = len(engine.cloud.jobs())
    engine.cloud.faults.write([Breakdown(step="start", command=("sleep", "50"))])
    engine.driver.ask(do="load", dags=str(dags))
    (raised,) = engine.driver.ask(do="kill", dag=dag, task="start", after=6)["raised"]
    assert raised == "AirflowException"
    (job,) = engine.cloud.jobs()[jobs:]
    assert job["code"] == 143


def test_what_is_not_there_is_said(engine: AirflowOnAws) -> None:
    nothing = {"job-queue": "nowhere"} if engine.executor == "batch" else {"cluster": "nowhere"}
    engine.own = nothing
    before = len(engine.driver.log())
    state, tasks = ended(engine, engine.trigger(engine.deploy(CASES["hello/default"].file), {}))
    assert (state, tasks["start", -1]) == ("failed", ("failed", 1))
    assert "nowhere" in engine.driver.log()[before:] or "Cluster not found" in engine.driver.log()[before:]


def test_a_job_has_the_time_of_its_step(engine: AirflowOnAws) -> None:
    """Tasks of ECS have no time limit: Airflow has one, which counts what they take to start, too."""
    assert run_case(engine, CASES["timeout/default"]) == Result("passed")
    batch = engine.cloud.client("batch")
    jobs = batch.list_jobs(jobQueue="queue", jobStatus="SUCCEEDED")["jobSummaryList"]
    names = [job["jobId"] for job in jobs if job["jobName"].startswith("TimeoutFlow-")]
    found = {
        job["jobName"].removeprefix("TimeoutFlow-"): job.get("timeout", {}).get("attemptDurationSeconds")
        for job in (batch.describe_jobs(jobs=names)["jobs"] if names else ())
    }
    assert found == LIMITS[engine.executor]
