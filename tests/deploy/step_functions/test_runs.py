"""Runs of a deployed flow, really executed: starting, following, looking at and reading them."""

from __future__ import annotations

import json

import pytest

from tests.cli.run import flowc
from tests.deploy.step_functions.account import FLOW, Account

FAILING = FLOW.replace("print(self.greeting)", 'raise ValueError("not today")')
TARGET = ("--target", "step-functions")


@pytest.fixture
def deployed(account: Account) -> Account:
    """The account with the flow deployed."""
    assert account.deploy().status == 0
    return account


def test_a_run_is_started_followed_and_found_again(deployed: Account) -> None:
    ran = deployed.trigger("--alpha", "3", "--run-id", "one", "--wait")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    name = f"{deployed.flow}/one"
    assert lines[0] == f"{name} is started"
    assert [line.split(" in ")[0] for line in lines[2:4]] == ["start done", "end done"]
    assert lines[4].startswith(f"{name} succeeded: 2 tasks in ")
    status = flowc("status", name, *TARGET, "--json")
    document = json.loads(status.out)
    assert (document["status"], document["complete"]) == ("succeeded", True)
    assert document["steps"] == {"start": {"done": 1}, "end": {"done": 1}}
    assert flowc("logs", f"{name}/end", *TARGET).out == "[end/r] hellohellohello\n"
    rows = [json.loads(line) for line in flowc("runs", "flow.py", *TARGET, "--json").out.splitlines()]
    assert [(row["run"], row["status"]) for row in rows] == [(name, "succeeded")]


def test_the_executions_belong_to_the_live_version(deployed: Account) -> None:
    deployed.write(word="new")
    deployed.deploy()
    assert deployed.trigger("--run-id", "one", "--wait").status == 0
    assert flowc("logs", f"{deployed.flow}/one/end/r", *TARGET).out == "new\n"


def test_a_run_that_fails_says_why(account: Account) -> None:
    (account.folder / "flow.py").write_text(FAILING.format(name=account.flow, decorators="", word="hello"))
    account.deploy()
    ran = account.trigger("--run-id", "one", "--wait", "--json")
    assert ran.status == 1
    events = [json.loads(line) for line in ran.out.splitlines()]
    ends = [(event["step"], event["ending"]) for event in events if event["event"] == "task_ended"]
    assert ends == [("start", "done"), ("end", "failed")]
    assert (events[-1]["event"], events[-1]["status"], events[-1]["tasks"]) == ("run_ended", "failed", 1)
    assert ran.err.startswith("error: the run failed: ") and "exit code 1" in ran.err
    assert ran.err.endswith(f"help: flowc logs {account.flow}/one --target step-functions\n")
    status = flowc("status", f"{account.flow}/one", *TARGET).out
    assert f"{account.flow}/one  failed, started " in status and "  end: 1 failed\n" in status


def test_starting_the_same_run_twice_starts_it_once(deployed: Account) -> None:
    assert deployed.trigger("--alpha", "2", "--run-id", "one", "--wait").status == 0
    ran = deployed.trigger("--alpha", "2", "--run-id", "one")
    assert (ran.status, ran.out) == (0, f"{deployed.flow}/one had been started before\n")
    ran = deployed.trigger("--alpha", "3", "--run-id", "one")
    assert ran.status == 1 and "error[FLOW347]: there is a run `one` already" in ran.err
    assert len(deployed.cloud.states.list_executions(stateMachineArn=deployed.arn)["executions"]) == 1


def test_ids_that_aws_does_not_take(deployed: Account) -> None:
    ran = deployed.trigger("--run-id", "a b")
    assert ran.status == 1 and "`a b` cannot be the id of a run" in ran.err


def test_what_is_not_there(account: Account) -> None:
    ran = account.trigger()
    assert ran.status == 1
    assert f"error[FLOW345]: there is no flow `{account.flow}` on Step Functions in us-east-1" in ran.err
    account.deploy()
    ran = flowc("status", f"{account.flow}/none", *TARGET)
    assert ran.status == 1 and "error[FLOW345]: Step Functions has no run `none`" in ran.err


def test_steps_are_counted_by_the_engine_where_the_store_is_out_of_reach(deployed: Account) -> None:
    deployed.trigger("--run-id", "one", "--wait")
    away = ("--store", str(deployed.folder / "elsewhere"))
    document = json.loads(flowc("status", f"{deployed.flow}/one", *TARGET, *away, "--json").out)
    assert document["steps"] == {"start": {"done": 1}, "end": {"done": 1}}
    assert document["complete"] is None


def test_a_run_ends_on_the_code_that_it_began_with(account: Account) -> None:
    """It is deployed anew while the first step waits for a file."""
    gate = account.folder / "gate"
    waiting = (
        "import os, time\n        while not os.path.exists("
        f"{str(gate)!r}):\n            time.sleep(0.05)\n        print("
    )
    text = FLOW.format(name=account.flow, decorators="", word="old").replace("print(", waiting, 1)
    (account.folder / "flow.py").write_text(text)
    assert account.deploy().status == 0
    assert account.trigger("--run-id", "one").status == 0
    account.write(word="new")
    assert account.deploy().status == 0
    gate.touch()
    ran = account.trigger("--run-id", "one", "--wait")
    assert (ran.status, ran.out.splitlines()[0]) == (0, f"{account.flow}/one had been started before")
    assert flowc("logs", f"{account.flow}/one/end/r", *TARGET).out == "old\n"
