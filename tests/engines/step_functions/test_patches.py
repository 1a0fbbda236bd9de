"""Each patch of moto does what it is for, and is needed: without it, the same goes wrong.

A test `..._is_needed` that fails says that moto has become better: delete the patch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.engines.step_functions.cloud import BUCKET, Cloud, running
from tests.engines.step_functions.foundation import Foundation, lay
from tests.engines.step_functions.machines import create, job, job_definition, outcome, task
from tests.engines.step_functions.patches import DEFECTS, SPEED, apply
from tests.engines.step_functions.server import SWITCH_INTERVAL

Scenario = Callable[[Cloud, Foundation], Any]
SUCCEED = "print('done')"
SLEEP = "import time; time.sleep(60)"


def expression(cloud: Cloud, base: Foundation) -> Any:
    machine = create(cloud, base, {"Type": "Pass", "Output": {"n": "{% $states.input.a + 1 %}"}, "End": True})
    return outcome(cloud, machine, {"a": 2})


def batch_job(cloud: Cloud, base: Foundation) -> Any:
    return outcome(cloud, create(cloud, base, job(cloud, base, SUCCEED)))


def jobs_that_end(cloud: Cloud, base: Foundation) -> Any:
    return [
        outcome(cloud, create(cloud, base, job(cloud, base, f"raise SystemExit({code})"))) for code in (0, 3)
    ]


def object_of_s3(cloud: Cloud, base: Foundation) -> Any:
    cloud.s3.put_object(Bucket=BUCKET, Key="there", Body=b'{"splits": 3}')
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
        "Arguments": {"Bucket": BUCKET, "Key": "there"},
        "Output": {"splits": "{% $parse($states.result.Body).splits %}"},
        "End": True,
    }
    return outcome(cloud, create(cloud, base, state))


def missing_object(cloud: Cloud, base: Foundation) -> Any:
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
        "Arguments": {"Bucket": BUCKET, "Key": "not-there"},
        "Catch": [{"ErrorEquals": ["S3.NoSuchKeyException"], "Next": "s1", "Output": {"is": "caught"}}],
        "End": True,
    }
    return outcome(cloud, create(cloud, base, state, {"Type": "Pass", "End": True}))


def second_attempt(cloud: Cloud, base: Foundation) -> Any:
    code = "import os; raise SystemExit(os.environ['ATTEMPT'] != '2')"
    retry = [
        {"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 1.0}
    ]
    return outcome(cloud, create(cloud, base, job(cloud, base, code, Retry=retry)))


def failure_in_map(cloud: Cloud, base: Foundation) -> Any:
    return outcome(cloud, create(cloud, base, _map("INLINE", job(cloud, base, "raise SystemExit(1)"))))


def failures_of_items(cloud: Cloud, base: Foundation) -> Any:
    fails, succeeds = job(cloud, base, "raise SystemExit(1)"), job(cloud, base, SUCCEED)
    nested = _map("DISTRIBUTED", _map("DISTRIBUTED", fails))
    return [outcome(cloud, create(cloud, base, state)) for state in (nested, _map("DISTRIBUTED", succeeds))]


def _map(mode: str, state: Any) -> Any:
    config = {"Mode": mode, **({"ExecutionType": "STANDARD"} if mode == "DISTRIBUTED" else {})}
    processor = {"ProcessorConfig": config, "StartAt": "one", "States": {"one": state}}
    return {"Type": "Map", "Items": [1], "ItemProcessor": processor, "End": True}


def timed_out_state(cloud: Cloud, base: Foundation) -> Any:
    state = job(cloud, base, "import time; time.sleep(15)", TimeoutSeconds=2)
    found = outcome(cloud, create(cloud, base, state))
    return found, [one["code"] for one in _jobs_within(cloud, 5.0)]


def _jobs_within(cloud: Cloud, seconds: float) -> Any:
    import time

    deadline = time.monotonic() + seconds
    while not cloud.jobs() and time.monotonic() < deadline:
        time.sleep(0.1)
    return cloud.jobs()


def fargate_task(cloud: Cloud, base: Foundation) -> Any:
    first = outcome(cloud, create(cloud, base, task(cloud, base, SUCCEED)))
    return first, [entry["code"] for entry in cloud.jobs()][-1:]


def failing_fargate_task(cloud: Cloud, base: Foundation) -> Any:
    return outcome(cloud, create(cloud, base, task(cloud, base, "raise SystemExit(5)")))


def version_and_alias(cloud: Cloud, base: Foundation) -> Any:
    def state(name: str) -> Any:
        return {"Type": "Pass", "Output": {"is": name}, "End": True}

    machine = create(cloud, base, state("first"))
    alias = cloud.states.create_state_machine_alias(
        name="live", routingConfiguration=[{"stateMachineVersionArn": f"{machine}:1", "weight": 100}]
    )["stateMachineAliasArn"]
    definition = {"QueryLanguage": "JSONata", "StartAt": "s0", "States": {"s0": state("second")}}
    cloud.states.update_state_machine(
        stateMachineArn=machine, definition=json.dumps(definition), publish=True
    )
    return [outcome(cloud, one)[0]["is"] for one in (alias, f"{machine}:1", f"{machine}:2", machine)]


def long_override(cloud: Cloud, base: Foundation) -> Any:
    return outcome(cloud, create(cloud, base, job(cloud, base, "pass" + " " * 8200)))


def looked_at_meanwhile(cloud: Cloud, base: Foundation) -> Any:
    batch, ecs = cloud.client("batch"), cloud.client("ecs")
    definition, arguments = job_definition(cloud, base), task(cloud, base, SLEEP)["Arguments"]
    command = {"command": ["python", "-c", SLEEP]}

    def start_job() -> Any:
        return batch.submit_job(
            jobName="any", jobQueue=base.queue, jobDefinition=definition, containerOverrides=command
        )["jobId"]

    def start_task() -> Any:
        return ecs.run_task(
            cluster=base.cluster,
            launchType="FARGATE",
            taskDefinition=arguments["TaskDefinition"],
            networkConfiguration={"awsvpcConfiguration": {"subnets": list(base.subnets)}},
            overrides={"containerOverrides": [{"name": "task", **command}]},
        )["tasks"][0]["taskArn"].rpartition("/")[2]

    return (
        _second_looks(start_job, lambda known: batch.describe_jobs(jobs=known)),
        _second_looks(start_task, lambda known: ecs.describe_tasks(cluster=base.cluster, tasks=known)),
    )


def _second_looks(start: Callable[[], Any], look: Callable[[list[Any]], Any]) -> bool:
    """Whether boto3 had to ask again about some while others were started: it does when the answer is a 500."""
    known = [start() for _ in range(100)]
    with ThreadPoolExecutor(1) as pool:
        starting = pool.submit(lambda: [start() for _ in range(60)])
        while not starting.done():
            if look(known)["ResponseMetadata"]["RetryAttempts"]:
                return True
    return False


DONE = ({"code": 0}, None)
FAILED = ("FAILED", "States.TaskFailed")
NOT_TOLERATED = ("FAILED", "States.ExceedToleratedFailureThreshold")
SCENARIOS: dict[str, tuple[Scenario, Any]] = {
    "jsonata_engine": (expression, ({"n": 3}, None)),
    "casing_of_requests": (batch_job, DONE),
    "casing_of_responses": (object_of_s3, ({"splits": 3}, None)),
    "names_of_s3_errors": (missing_object, ({"is": "caught"}, None)),
    "retry_of_sync": (second_attempt, DONE),
    "names_of_runtime_errors": (failure_in_map, FAILED),
    "end_with_the_state": (timed_out_state, (("FAILED", "States.Timeout"), [143])),
    "batch_processes": (jobs_that_end, [DONE, FAILED]),
    "ecs_processes": (fargate_task, (DONE, [0])),
    "ecs_failures": (failing_fargate_task, FAILED),
    "qualified_machines": (version_and_alias, ["first", "first", "second", "second"]),
    "batch_limits": (long_override, ("FAILED", "Batch.ClientException")),
    "growing_tables": (looked_at_meanwhile, (False, False)),
    "failed_items": (failures_of_items, [NOT_TOLERATED, ([{"code": 0}], None)]),
}
ALONE = ("end_with_the_state", "growing_tables")
"""They leave jobs behind, or count all that there are."""


@pytest.fixture(autouse=True, scope="module")
def hasty() -> Iterator[None]:
    """Threads of the servers take turns often: what goes wrong between them goes wrong here, not once a week."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SWITCH_INTERVAL, "0.00001")
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cloud, Foundation]]:
    with running(tmp_path_factory.mktemp("cloud")) as cloud:
        yield cloud, lay(cloud)


def test_there_is_a_scenario_for_every_defect() -> None:
    assert set(SCENARIOS) == set(DEFECTS)
    assert not set(DEFECTS) & set(SPEED)


def test_an_unknown_patch_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="nothing_of_the_kind"):
        apply(frozenset({"nothing_of_the_kind"}))


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name not in ALONE])
def test_a_patch_works(whole: tuple[Cloud, Foundation], name: str) -> None:
    scenario, expected = SCENARIOS[name]
    assert scenario(*whole) == expected


@pytest.mark.parametrize("name", ALONE)
def test_a_patch_works_alone(name: str, tmp_path: Path) -> None:
    scenario, expected = SCENARIOS[name]
    with running(tmp_path) as cloud:
        assert scenario(cloud, lay(cloud)) == expected


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_patch_is_needed(name: str, tmp_path: Path) -> None:
    scenario, expected = SCENARIOS[name]
    with running(tmp_path, (name,)) as cloud:
        try:
            found = scenario(cloud, lay(cloud))
        except Exception as error:
            found = error
    assert found != expected
