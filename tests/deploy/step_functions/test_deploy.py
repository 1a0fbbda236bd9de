"""What a deployment makes, leaves, changes and removes."""

from __future__ import annotations

import json

import pytest

from flowc.runtime_shim.store.layout import package_key
from tests.deploy.step_functions.account import Account, role
from tests.deploy.step_functions.requests import watched, writing
from tests.engines.step_functions.cloud import BUCKET

DAILY = '@schedule(cron="0 6 * * *", timezone="Europe/Berlin")'


def test_the_first_deployment_creates_everything(account: Account) -> None:
    account.write(DAILY, '@trigger(event="data")')
    ran = account.deploy()
    assert (ran.status, ran.err) == (0, "")
    head, *rest = ran.out.splitlines()
    assert head == f"{account.flow} on step-functions: 6 to create"
    planned, done = rest[:6], rest[6:12]
    assert [line.split(maxsplit=1)[1] for line in planned] == [line.split(maxsplit=1)[1] for line in done]
    kinds = [line.split()[1] for line in done]
    assert kinds == ["Package", "JobDefinition", "StateMachine", "Schedule", "Rule", "Alias"]
    assert rest[12:] == [f"{account.flow} is live"]


def test_what_is_live_is_what_was_compiled(account: Account) -> None:
    account.deploy()
    live = account.live()
    assert live["roleArn"] == role("execution")
    assert "${" not in live["definition"]
    (revision,) = account.revisions()
    assert revision["jobDefinitionArn"].endswith(":1")
    assert revision["jobDefinitionArn"] in live["definition"]
    command = revision["containerProperties"]["command"]
    (digest,) = (word for word in command if len(word) == 64)
    body = account.cloud.s3.get_object(Bucket=BUCKET, Key=f"flows/{package_key(digest)}")["Body"].read()
    import hashlib

    assert hashlib.sha256(body).hexdigest() == digest
    tags = account.cloud.states.list_tags_for_resource(resourceArn=account.arn)["tags"]
    found = {tag["key"]: tag["value"] for tag in tags}
    assert (found["flowc:flow"], found["flowc:package"]) == (account.flow, digest)
    assert found["flowc:store"] == f"s3://{BUCKET}/flows"


def test_a_second_deployment_is_unchanged_and_writes_nothing(account: Account) -> None:
    account.write(DAILY, '@trigger(event="data")')
    account.deploy()
    with watched() as requests:
        ran = account.deploy()
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"{account.flow} on step-functions: unchanged (6 objects)\n"
    assert "DescribeStateMachine" in requests and writing(requests) == []


def test_a_dry_run_writes_nothing(account: Account) -> None:
    ran = account.deploy("--dry-run", "--detailed-exitcode")
    assert ran.status == 3 and "create     StateMachine" in ran.out
    with pytest.raises(account.cloud.states.exceptions.StateMachineDoesNotExist):
        account.machine()
    assert account.revisions() == []


def test_an_update_shows_the_difference_and_pins_a_new_revision(account: Account) -> None:
    account.deploy()
    first = account.live()
    account.write(word="good day")
    ran = account.deploy()
    assert ran.status == 0, ran.err
    assert f"update     JobDefinition {account.flow}" in ran.out
    assert "--- live" in ran.out and "+++ wanted" in ran.out
    added = [line.split("+", 1)[1].strip() for line in ran.out.splitlines() if line.startswith("      +")]
    assert added.count(f'"JobDefinition": "{account.flow}:(new revision)",') == 2
    live = account.live()
    assert live["definition"] != first["definition"]
    assert f"job-definition/{account.flow}:2" in live["definition"]
    assert f"job-definition/{account.flow}:1" in first["definition"]
    assert account.deploy().out.endswith("unchanged (4 objects)\n")


def test_a_change_by_hand_is_shown_and_mended(account: Account) -> None:
    account.write(DAILY)
    account.deploy()
    scheduler = account.cloud.client("scheduler")
    live = account.schedule()
    names = ("Name", "FlexibleTimeWindow", "Target", "Description", "ScheduleExpressionTimezone")
    kept = {name: live[name] for name in names}
    scheduler.update_schedule(**kept, State="ENABLED", ScheduleExpression="cron(0 9 * * ? *)")
    ran = account.deploy()
    assert '-  "ScheduleExpression": "cron(0 9 * * ? *)",' in ran.out
    assert '+  "ScheduleExpression": "cron(0 6 * * ? *)",' in ran.out
    assert account.schedule()["ScheduleExpression"] == "cron(0 6 * * ? *)"


def test_the_schedule_starts_the_live_version(account: Account) -> None:
    account.write(DAILY)
    account.deploy()
    schedule = account.schedule()
    assert schedule["Target"]["Arn"] == f"{account.arn}:live"
    assert schedule["Target"]["RoleArn"] == role("scheduler")
    assert schedule["ScheduleExpressionTimezone"] == "Europe/Berlin"


def test_what_the_flow_no_longer_has_is_told_and_pruned_on_request(account: Account) -> None:
    account.write(DAILY, '@trigger(event="data")')
    account.deploy()
    account.write()
    ran = account.deploy()
    assert f"note: Schedule {account.flow} is left from an earlier deployment and goes on" in ran.out
    assert account.schedule()["State"] == "ENABLED"
    ran = account.deploy("--prune")
    deleted = [line for line in ran.out.splitlines() if line.startswith("deleted")]
    assert deleted == [f"deleted    Schedule {account.flow}", f"deleted    Rule {account.flow}-event"]
    scheduler, events = account.cloud.client("scheduler"), account.cloud.client("events")
    assert scheduler.list_schedules(NamePrefix=account.flow)["Schedules"] == []
    assert events.list_rules(NamePrefix=account.flow)["Rules"] == []
    assert account.deploy("--prune").out.endswith("unchanged (4 objects)\n")


def test_prune_leaves_what_others_have_made(account: Account) -> None:
    account.deploy()
    account.cloud.client("scheduler").create_schedule(
        Name=f"{account.flow}-mine",
        ScheduleExpression="rate(1 day)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": account.arn, "RoleArn": role("scheduler")},
    )
    assert account.deploy("--prune").out.endswith("unchanged (4 objects)\n")


def test_a_machine_of_somebody_else_is_not_overwritten(account: Account) -> None:
    definition = json.dumps({"StartAt": "a", "States": {"a": {"Type": "Succeed"}}})
    account.cloud.states.create_state_machine(
        name=account.flow, definition=definition, roleArn=role("execution")
    )
    ran = account.deploy()
    assert ran.status == 1
    assert f"there is a state machine `{account.flow}` that flowc has not made" in ran.err
    assert account.machine()["definition"] == definition


def test_a_schedule_of_somebody_else_is_not_overwritten(account: Account) -> None:
    scheduler = account.cloud.client("scheduler")
    scheduler.create_schedule(
        Name=account.flow,
        ScheduleExpression="rate(1 day)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": account.arn, "RoleArn": role("scheduler")},
    )
    account.write(DAILY)
    ran = account.deploy()
    assert ran.status == 1
    assert f"there is a schedule `{account.flow}` that flowc has not made" in ran.err
    assert account.schedule()["ScheduleExpression"] == "rate(1 day)"


def test_a_rule_of_somebody_else_is_not_overwritten(account: Account) -> None:
    events = account.cloud.client("events")
    events.put_rule(Name=f"{account.flow}-event", ScheduleExpression="rate(1 day)")
    account.write('@trigger(event="data")')
    ran = account.deploy()
    assert ran.status == 1
    assert f"there is a rule `{account.flow}-event` that flowc has not made" in ran.err
    assert "EventPattern" not in events.describe_rule(Name=f"{account.flow}-event")


def test_a_target_that_somebody_has_added_to_a_rule_stays(account: Account) -> None:
    account.write('@trigger(event="data")')
    account.deploy()
    events, name = account.cloud.client("events"), f"{account.flow}-event"
    events.put_targets(Rule=name, Targets=[{"Id": "mine", "Arn": f"{account.arn}:other"}])
    assert "unchanged (" in account.deploy().out
    assert {target["Id"] for target in events.list_targets_by_rule(Rule=name)["Targets"]} == {"flow", "mine"}


def test_unbound_settings_are_named_with_the_way_to_set_them(account: Account) -> None:
    account.configure(queue=None, state_machine_role=None, scheduler_role=None)
    account.write(DAILY)
    with watched() as requests:
        ran = account.deploy()
    assert ran.status == 1 and ran.out == "" and requests == []
    assert "error[FLOW340]" in ran.err
    for name in ("queue", "state-machine-role", "scheduler-role"):
        assert f"set `{name}` in the table [step-functions] of flowc.toml, or --option {name}=..." in ran.err
    assert "job-role" not in ran.err


def test_the_command_line_wins_over_the_table(account: Account) -> None:
    account.configure(queue=None)
    assert account.deploy("--option", "queue=other").status == 0
    assert '"JobQueue": "other"' in json.dumps(account.definition())


def test_tasks_of_ecs_are_registered_once_too(account: Account) -> None:
    account.configure(cluster="cluster", execution_role=role("ecs-agent"))
    config = account.folder / "flowc.toml"
    lists = 'subnets = ["subnet-1"]\nsecurity-groups = ["sg-1"]\n'
    config.write_text('compute = "ecs"\n' + config.read_text() + lists)
    ran = account.deploy()
    assert (ran.status, ran.err) == (0, "")
    assert f"created    TaskDefinition {account.flow}" in ran.out
    assert f"task-definition/{account.flow}:1" in account.live()["definition"]
    assert account.deploy().out.endswith("unchanged (4 objects)\n")
    account.write(word="other")
    ran = account.deploy()
    assert f"updated    TaskDefinition {account.flow}" in ran.out
    assert f"task-definition/{account.flow}:2" in account.live()["definition"]


def test_what_somebody_has_switched_off_stays_off(account: Account) -> None:
    account.write(DAILY, '@trigger(event="data")')
    account.deploy()
    scheduler, events = account.cloud.client("scheduler"), account.cloud.client("events")
    live = account.schedule()
    names = ("Name", "FlexibleTimeWindow", "Target", "Description", "ScheduleExpression")
    kept = {name: live[name] for name in names}
    scheduler.update_schedule(**kept, State="DISABLED", ScheduleExpressionTimezone="Europe/Berlin")
    events.disable_rule(Name=f"{account.flow}-event")
    head, *notes = account.deploy().out.splitlines()
    assert head.endswith("unchanged (6 objects)")
    assert notes == [
        f"  note: Schedule {account.flow} is switched off, and stays so",
        f"  note: Rule {account.flow}-event is switched off, and stays so",
    ]
    account.write(DAILY.replace("6", "7"), '@trigger(event="other")', word="new")
    ran = account.deploy()
    assert f"updated    Schedule {account.flow}" in ran.out
    assert f"updated    Rule {account.flow}-event" in ran.out
    assert account.schedule()["State"] == "DISABLED"
    assert account.schedule()["ScheduleExpression"] == "cron(0 7 * * ? *)"
    assert events.describe_rule(Name=f"{account.flow}-event")["State"] == "DISABLED"


def test_a_package_that_was_cut_short_is_uploaded_again(account: Account) -> None:
    account.deploy()
    (revision,) = account.revisions()
    (digest,) = (word for word in revision["containerProperties"]["command"] if len(word) == 64)
    key = f"flows/{package_key(digest)}"
    whole = account.cloud.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    account.cloud.s3.put_object(Bucket=BUCKET, Key=key, Body=whole[:100])
    ran = account.deploy()
    assert [line for line in ran.out.splitlines() if line.startswith("created")] == [
        f"created    Package {digest[:12]}"
    ]
    assert account.cloud.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() == whole


def test_texts_of_the_user_s_stay_as_they_are(account: Account) -> None:
    text = (account.folder / "flow.py").read_text()
    environment = '    @environment(vars={"PLACE": "${AWS::Region} ${HOME} ${x}"})\n    @step\n    def end'
    text = text.replace("    @step\n    def end", environment).replace(
        "schedule, step", "environment, schedule, step"
    )
    (account.folder / "flow.py").write_text(text)
    ran = account.deploy()
    assert ran.status == 0, ran.err
    arguments = account.definition()["States"]["end"]["Arguments"]
    variables = {row["Name"]: row["Value"] for row in arguments["ContainerOverrides"]["Environment"]}
    assert variables["PLACE"] == "${AWS::Region} ${HOME} ${x}"


def test_runs_of_another_flow_start_this_one(account: Account) -> None:
    account.write('@trigger_on_finish(flow="UpstreamFlow")')
    text = (account.folder / "flow.py").read_text().replace("step, trigger", "step, trigger_on_finish")
    (account.folder / "flow.py").write_text(text)
    assert account.deploy().status == 0
    events = account.cloud.client("events")
    (rule,) = events.list_rules(NamePrefix=account.flow)["Rules"]
    pattern = json.loads(rule["EventPattern"])
    assert pattern["detail"]["stateMachineArn"] == [account.arn.replace(account.flow, "UpstreamFlow")]
    (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert (target["Arn"], target["RoleArn"]) == (f"{account.arn}:live", role("events"))


def test_the_package_is_encrypted_as_the_store_is(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWC_KMS_KEY", "alias/team")
    account.deploy()
    (revision,) = account.revisions()
    (digest,) = (word for word in revision["containerProperties"]["command"] if len(word) == 64)
    head = account.cloud.s3.head_object(Bucket=BUCKET, Key=f"flows/{package_key(digest)}")
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", "alias/team")
