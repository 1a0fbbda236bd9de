"""Deployments that are broken off, meet another one, or are refused."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable

import click
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from tests.deploy.step_functions.account import Account
from tests.deploy.step_functions.requests import READING, watched
from tests.deploy.step_functions.test_deploy import DAILY
from tests.engines.step_functions.cloud import ROOT


def interrupt_at(number: int, *, answered: bool) -> Callable[[int, str, bool], None]:
    """Ctrl-C at a request: before it is sent, or after it was answered."""

    def act(at: int, operation: str, is_answered: bool) -> None:
        if at == number and is_answered == answered:
            raise KeyboardInterrupt

    return act


def break_off(account: Account, act: Callable[[int, str, bool], None]) -> None:
    """A deployment that does not get to its end. While it plans, click itself ends it."""
    with watched(act) as requests:
        try:
            ran = account.deploy()
        except click.Abort:
            return
    assert ran.status == 130, (ran, requests)


def requests_of_a_deployment(account: Account) -> list[str]:
    with watched() as requests:
        assert account.deploy().status == 0
    return requests


def some_of(requests: list[str], seed: int) -> list[int]:
    """Every request that changes something, and some of the others, by number and in an order by chance."""
    chance = random.Random(seed)
    changing = [number for number, name in enumerate(requests) if not name.startswith(READING)]
    others = [number for number in range(len(requests)) if number not in changing]
    numbers = changing + chance.sample(others, 3)
    chance.shuffle(numbers)
    return numbers


@pytest.mark.parametrize("answered", [False, True])
def test_a_deployment_may_be_broken_off_at_any_request(account: Account, answered: bool) -> None:
    """The flow changes before each, so that everything has to be done again."""
    account.write(DAILY, '@trigger(event="data")')
    requests_of_a_deployment(account)
    account.write(DAILY.replace("6", "5"), '@trigger(event="probe")', word="probe")
    for number in some_of(requests_of_a_deployment(account), seed=4):
        hour, event = number % 24, f'@trigger(event="data{number}")'
        account.write(DAILY.replace("6", str(hour)), event, word=f"w{number}")
        break_off(account, interrupt_at(number, answered=answered))
        assert account.deploy().status == 0
        assert account.deploy("--dry-run").out.endswith("unchanged (6 objects)\n"), number
        assert account.schedule()["ScheduleExpression"] == f"cron(0 {hour} * * ? *)"
    latest = max(account.revisions(), key=lambda each: int(each["revision"]))
    assert latest["jobDefinitionArn"] in account.live()["definition"]


def test_a_first_deployment_may_be_broken_off_at_any_request(account: Account) -> None:
    account.write(DAILY)
    for number in some_of(requests_of_a_deployment(account), seed=5):
        account = Account(cloud=account.cloud, folder=account.folder, flow=f"Another{account.flow}")
        account.write(DAILY)
        break_off(account, interrupt_at(number, answered=True))
        assert account.deploy().status == 0
        assert account.deploy("--dry-run").out.endswith("unchanged (5 objects)\n"), number


def test_nothing_runs_new_code_before_the_alias_moves(account: Account) -> None:
    account.deploy()
    before = account.live()["definition"]
    account.write(word="other")

    def act(number: int, operation: str, answered: bool) -> None:
        if operation == "UpdateStateMachineAlias" and not answered:
            raise KeyboardInterrupt

    with watched(act):
        ran = account.deploy()
    assert ran.status == 130
    assert ran.err == "interrupted after 3 of 4 changes\nhelp: deploy again to finish\n"
    assert account.live()["definition"] == before != account.machine()["definition"]
    ran = account.deploy()
    assert [line.split()[0] for line in ran.out.splitlines()[1:5]] == ["unchanged"] * 3 + ["update"]
    assert account.live()["definition"] != before


def test_a_machine_changed_since_the_plan_is_left_alone(account: Account) -> None:
    account.deploy()
    account.write(word="other")

    def act(number: int, operation: str, answered: bool) -> None:
        if operation == "RegisterJobDefinition" and answered:
            definition = account.machine()["definition"].replace(
                '"StartAt"', ' "Comment": "mine", "StartAt"', 1
            )
            account.cloud.states.update_state_machine(stateMachineArn=account.arn, definition=definition)

    with watched(act):
        ran = account.deploy()
    assert ran.status == 1
    assert "error[FLOW344]" in ran.err and "was changed by somebody else since the plan was made" in ran.err
    assert '"Comment": "mine"' in account.machine()["definition"]
    assert account.deploy().status == 0
    assert '"Comment": "mine"' not in account.machine()["definition"]


def test_an_alias_moved_since_the_plan_is_left_alone(account: Account) -> None:
    account.deploy()
    first = account.live()["stateMachineArn"]
    account.write(word="second")
    account.deploy()
    account.write(word="third")

    def act(number: int, operation: str, answered: bool) -> None:
        if operation == "UpdateStateMachine" and answered:
            account.cloud.states.update_state_machine_alias(
                stateMachineAliasArn=f"{account.arn}:live",
                routingConfiguration=[{"stateMachineVersionArn": first, "weight": 100}],
            )

    with watched(act):
        ran = account.deploy()
    assert ran.status == 1
    assert (
        "error[FLOW344]: another deployment of" in ran.err and "went live since the plan was made" in ran.err
    )
    assert account.live()["stateMachineArn"] == first
    assert account.deploy().status == 0
    assert account.live()["definition"] == account.machine()["definition"]


def test_two_deployments_at_once_leave_one_of_the_two_whole(account: Account) -> None:
    account.deploy()
    texts = {}
    for word in ("one", "two"):
        account.write(word=word)
        texts[word] = (account.folder / "flow.py").read_text()
        folder = account.folder / word
        folder.mkdir()
        (folder / "flow.py").write_text(texts[word])
        (folder / "flowc.toml").write_text((account.folder / "flowc.toml").read_text())
    command = [sys.executable, "-m", "flowc", "deploy", "flow.py", "--target", "step-functions"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen(
            command,
            cwd=account.folder / word,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for word in texts
    ]
    outputs = [process.communicate(timeout=120) for process in both]
    for process, (_, error) in zip(both, outputs, strict=True):
        assert process.returncode == 0 or b"error[FLOW344]" in error, error
    assert 0 in {process.returncode for process in both}
    pinned = [each["jobDefinitionArn"] for each in account.revisions()]
    assert sum(arn in account.live()["definition"] for arn in pinned) == 1
    account.write(word="one")
    assert account.deploy().status == 0
    assert account.deploy().out.endswith("unchanged (4 objects)\n")


def refuse(operation: str, code: str, message: str) -> Callable[[int, str, bool], None]:
    """An answer of AWS in place of the real one."""

    def act(number: int, name: str, answered: bool) -> None:
        if name == operation and not answered:
            raise ClientError({"Error": {"Code": code, "Message": message}}, name)

    return act


@pytest.mark.parametrize(
    ("operation", "code", "finding", "words"),
    [
        (
            "CreateStateMachine",
            "AccessDeniedException",
            "FLOW343",
            "AWS does not allow `states:CreateStateMachine`",
        ),
        ("PutObject", "AccessDenied", "FLOW343", "AWS does not allow `s3:PutObject`: no"),
        ("PutObject", "NoSuchBucket", "FLOW343", "there is no bucket `artifacts`"),
        ("RegisterJobDefinition", "ClientException", "FLOW343", "AWS refused `batch:RegisterJobDefinition`"),
        ("CreateSchedule", "ConflictException", "FLOW344", "met another change of the same object"),
        ("CreateStateMachineAlias", "ThrottlingException", "FLOW342", "Step Functions is busy or fails: no"),
        ("GetCallerIdentity", "ExpiredToken", "FLOW343", "AWS does not accept the credentials: no"),
    ],
)
def test_a_refusal_is_one_finding(
    account: Account, operation: str, code: str, finding: str, words: str
) -> None:
    account.write(DAILY)
    with watched(refuse(operation, code, "no")):
        ran = account.deploy()
    assert ran.status == 1
    assert ran.err.splitlines()[0].startswith(f"error[{finding}]: ") and words in ran.err.splitlines()[0]
    assert "help:" in ran.err or "refused" in words
    assert account.deploy().status == 0


def test_a_server_that_is_down(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def act(number: int, name: str, answered: bool) -> None:
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1")

    with watched(act):
        ran = account.deploy()
    assert ran.status == 1 and "error[FLOW342]: sts does not answer" in ran.err


def test_no_region_and_no_credentials(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    ran = account.deploy()
    assert "no AWS region is set" in ran.err and "help: give --region, or set AWS_DEFAULT_REGION" in ran.err
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    ran = account.deploy("--region", "us-east-1")
    assert "error[FLOW343]: there are no AWS credentials" in ran.err
    ran = account.deploy("--region", "us-east-1", "--aws-profile", "nobody")
    assert "nobody" in ran.err and "help: give --aws-profile" in ran.err


def test_without_boto3_the_command_that_installs_it_is_told(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("boto3", "botocore", "botocore.config", "botocore.exceptions"):
        monkeypatch.setitem(sys.modules, module, None)
    ran = account.deploy()
    assert ran.status == 1
    assert "error[FLOW341]: talking to AWS needs the package `boto3`" in ran.err
    assert "help: pip install 'flowc[step-functions]'" in ran.err


def test_a_compile_loads_no_client() -> None:
    code = (
        "import sys\n"
        "import flowc.cli.deploy, flowc.cli.trigger, flowc.cli.status, flowc.cli.logs, flowc.cli.runs\n"
        "from flowc.backends.step_functions.deploy.deployer import StepFunctionsDeployer\n"
        "from flowc.backends.deployment import Connection\n"
        "StepFunctionsDeployer(Connection())\n"
        "print(sorted({'boto3', 'botocore', 'rich', 'libcst'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (ran.stdout, ran.stderr) == ("[]\n", "")
