"""The documents beside the state machine."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import yaml

from flowc.backends.cron_fields import CronError
from flowc.backends.protocol import TargetSettings
from flowc.backends.step_functions.backend import StepFunctionsBackend
from flowc.backends.step_functions.cron import convert
from flowc.backends.step_functions.names import machine_name
from flowc.ir.flow import Event, Parameter, Project, Schedule, Trigger, TriggerOnFinish, Upstream
from flowc.ir.settings import Batch, Resources, Secrets, SecretSource, Settings
from flowc.ir.values import Known
from tests.step_functions.build import CODE, documents_of, request_of, states_of, with_settings
from tests.structure.build import at

BATCH = "arn:${AWS::Partition}:batch:${AWS::Region}:${AWS::AccountId}:"


def document(name: str, request: Any) -> Any:
    return json.loads(documents_of(request)[name])


def statements(request: Any, role: str) -> dict[str, list[str]]:
    """What a role may do, and on what."""
    policy = document("iam-policy.json", request)[role]["PolicyDocument"]["Statement"]
    return {action: each["Resource"] for each in policy for action in each["Action"]}


def test_the_machine_comes_first_and_the_rest_only_when_needed() -> None:
    plain = [
        "state-machine.json",
        "parameters.schema.json",
        "iam-policy.json",
        "job-definitions.json",
        "template.yaml",
    ]
    assert list(documents_of(request_of())) == plain
    schedule = Schedule(cron="0 3 * * *", timezone=None, span=at(1))
    trigger = Trigger(events=(Event(name="a"),), span=at(1))
    assert list(documents_of(request_of(schedule=schedule, trigger=trigger))) == [
        *plain[:4],
        "schedule.json",
        "rules.json",
        plain[4],
    ]


def test_roles_may_do_what_they_do_and_no_more() -> None:
    request = request_of("start: * a\na: j\nj+: end\nend:", target=TargetSettings(store="s3://art/pre"))
    runs = "arn:${AWS::Partition}:s3:::art/pre/_/_/TestFlow/runs/*"
    assert statements(request, "state-machine") == {
        "batch:SubmitJob": ["${FlowcJobQueue}", f"{BATCH}job-definition/TestFlow*"],
        "batch:DescribeJobs": ["*"],
        "batch:TerminateJob": [f"{BATCH}job/*"],
        **{
            action: [BATCH.replace("batch", "events") + "rule/StepFunctionsGetEventsForBatchJobsRule"]
            for action in ("events:PutTargets", "events:PutRule", "events:DescribeRule")
        },
        "s3:PutObject": [f"{runs}/input.json"],
        "s3:GetObject": [f"{runs}/tasks/*/winner.json"],
    }
    assert set(document("iam-policy.json", request)) == {"state-machine", "job"}


def test_a_distributed_map_needs_to_start_executions() -> None:
    target = TargetSettings(own={"map": "distributed"})
    allowed = statements(request_of("start: * a\na: j\nj+: end\nend:", target=target), "state-machine")
    assert allowed["states:StartExecution"][0].endswith(":stateMachine:TestFlow")
    assert allowed["states:StopExecution"][-1].endswith(":execution:TestFlow/*")
    assert any(resource.endswith("/indices.json") for resource in allowed["s3:GetObject"])


def test_a_task_may_list_so_that_missing_is_not_forbidden() -> None:
    policy = document("iam-policy.json", request_of())["job"]["PolicyDocument"]["Statement"]
    (listing,) = (each for each in policy if each["Action"] == ["s3:ListBucket"])
    assert listing["Condition"] == {"StringLikeIfExists": {"s3:prefix": ["_/_/TestFlow/*"]}}


def test_secrets_and_queues_are_named() -> None:
    secrets = Secrets(sources=(SecretSource(type=None, id="login"),), span=at(2))
    asked = Settings(secrets=secrets, batch=Batch(queue="gpu-queue", span=at(2)))
    request = with_settings(request_of(), "hello", asked)
    assert statements(request, "job")["secretsmanager:GetSecretValue"][0].endswith(":secret:login-*")
    assert f"{BATCH}job-queue/gpu-queue" in statements(request, "state-machine")["batch:SubmitJob"]


def test_a_secret_that_another_role_reads_needs_that_role() -> None:
    role, other = "arn:aws:iam::1:role/reader", "arn:aws:iam::1:role/other"
    sources = (
        SecretSource(type="aws-secrets-manager", id="login"),
        SecretSource(type=None, id="token", options={"role": other}),
        SecretSource(type="inline", id="plain", options={"env_vars": {"A": "b"}}),
    )
    of = {
        name: statements(
            with_settings(
                request_of(), "hello", Settings(secrets=Secrets(sources=sources, role=name, span=at(2)))
            ),
            "job",
        )
        for name in (None, role)
    }
    assert of[role]["sts:AssumeRole"] == [other, role]
    assert "secretsmanager:GetSecretValue" not in of[role]
    assert of[None]["sts:AssumeRole"] == [other]
    assert [name.rpartition(":")[2] for name in of[None]["secretsmanager:GetSecretValue"]] == ["login-*"]


def test_names_that_aws_does_not_take_are_told_apart() -> None:
    first, second = (machine_name(replace(request_of().flow, name=name)) for name in ("训练流程", "预测流程"))
    assert re.fullmatch("-----[0-9a-f]{8}", first)
    assert first != second
    assert machine_name(request_of().flow) == "TestFlow"


def test_rbac_prints_the_policies() -> None:
    assert StepFunctionsBackend().rbac(request_of()).text == documents_of(request_of())["iam-policy.json"]


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("30 6 * * 1-5", "30 6 ? * 2-6 *"),
        ("0 0 * * 0", "0 0 ? * 1 *"),
        ("0 0 * * 7", "0 0 ? * 1 *"),
        ("0 0 * * 5-7", "0 0 ? * 1,6,7 *"),
        ("0 0 * * sun,wed", "0 0 ? * 1,4 *"),
        ("*/15 * * * *", "*/15 * * * ? *"),
        ("0 0 1 jan *", "0 0 1 jan ? *"),
        ("0 0 ? * MON-FRI *", "0 0 ? * MON-FRI *"),
        ("0 12 L * ? *", "0 12 L * ? *"),
    ],
)
def test_schedules(cron: str, expected: str) -> None:
    assert convert(cron) == f"cron({expected})"


@pytest.mark.parametrize(
    "cron",
    ["60 0 * * *", "0 0 1 * 1", "0 0 * *", "0 0 * * * *", "0 0 * * x", "5-1 0 * * *", "0 0 ${X} * ? *"],
)
def test_schedules_that_are_none(cron: str) -> None:
    with pytest.raises(CronError):
        convert(cron)


def test_a_schedule_has_its_zone() -> None:
    schedule = Schedule(cron="0 3 * * *", timezone="Europe/Berlin", span=at(1))
    own = {"scheduler-role": "arn:aws:iam::1:role/s"}
    found = document("schedule.json", request_of(schedule=schedule, target=TargetSettings(own=own)))
    assert found["ScheduleExpressionTimezone"] == "Europe/Berlin"
    assert found["Target"]["RoleArn"] == "arn:aws:iam::1:role/s"
    assert found["Target"]["Input"] == "{}"


def test_an_event_fills_parameters() -> None:
    event = Event(name="orders ready", parameters=(("day", "date"), ("table-name", "where.table")))
    parameters = tuple(
        Parameter(
            attribute=name,
            name=name,
            type="str",
            default=Known(value="x"),
            required=False,
            help="",
            span=at(1),
        )
        for name in ("day", "table-name")
    )
    trigger = Trigger(events=(event,), span=at(1))
    (rule,) = document("rules.json", request_of(trigger=trigger, parameters=parameters))
    assert rule["EventPattern"] == {"source": ["flowc"], "detail-type": ["orders ready"]}
    transformer = rule["Targets"][0]["InputTransformer"]
    assert transformer["InputPathsMap"] == {"p0": "$.detail.date", "p1": "$.detail.where.table"}
    assert transformer["InputTemplate"] == '{"day": <p0>, "table-name": <p1>}'


def test_a_flow_follows_another() -> None:
    upstream = TriggerOnFinish(flows=(Upstream(flow="LoadFlow"),), span=at(1))
    (rule,) = document("rules.json", request_of(trigger_on_finish=upstream))
    (machine,) = rule["EventPattern"]["detail"]["stateMachineArn"]
    assert machine.endswith(":stateMachine:LoadFlow")
    project = Project(name="shop", branch=None, production=True, span=at(1))
    (rule,) = document("rules.json", request_of(trigger_on_finish=upstream, project=project))
    assert rule["EventPattern"]["detail"]["stateMachineArn"][0].endswith(":stateMachine:shop-prod-LoadFlow")


def test_one_job_definition_for_each_container() -> None:
    request = request_of("start: a\na: b\nb: c\nc: end\nend:")
    request = with_settings(request, "a", Settings(batch=Batch(image="torch:2", span=at(2))))
    request = with_settings(request, "b", Settings(resources=Resources(cpu="2", memory=8000, gpu=1)))
    request = with_settings(request, "c", Settings(batch=Batch(image="torch:2", span=at(2))))
    definitions = document("job-definitions.json", request)
    assert list(definitions) == ["FlowcJobDefinition", "FlowcJobDefinition2"]
    assert definitions["FlowcJobDefinition2"]["containerProperties"]["image"] == "torch:2"
    states = states_of(request)
    used = {name: states[name]["Arguments"]["JobDefinition"] for name in ("start", "a", "b", "c")}
    assert used == {
        "start": "${FlowcJobDefinition}",
        "a": "${FlowcJobDefinition2}",
        "b": "${FlowcJobDefinition}",
        "c": "${FlowcJobDefinition2}",
    }
    assert states["b"]["Arguments"]["ContainerOverrides"] == {
        "ResourceRequirements": [
            {"Type": "VCPU", "Value": "2"},
            {"Type": "MEMORY", "Value": "8000"},
            {"Type": "GPU", "Value": "1"},
        ]
    }


def test_volumes_and_shared_memory_are_of_the_definition() -> None:
    asked = Settings(
        resources=Resources(shared_memory=512),
        batch=Batch(
            options={"efs_volumes": "fs-1", "host_volumes": ["/data"], "privileged": True}, span=at(2)
        ),
    )
    definitions = document("job-definitions.json", with_settings(request_of(), "hello", asked))
    container = definitions["FlowcJobDefinition2"]["containerProperties"]
    assert container["linuxParameters"] == {"sharedMemorySize": 512}
    assert [mount["containerPath"] for mount in container["mountPoints"]] == ["/data", "/mnt/fs-1"]
    assert container["privileged"] is True


def test_the_package_is_pinned_by_the_definition() -> None:
    command = document("job-definitions.json", request_of())["FlowcJobDefinition"]["containerProperties"][
        "command"
    ]
    assert command[0:2] == ["python", "-c"] and command[3:6] == [CODE.digest, "step", "Ref::step"]
    image = request_of(target=TargetSettings(delivery="image"))
    command = document("job-definitions.json", image)["FlowcJobDefinition"]["containerProperties"]["command"]
    assert command[:3] == ["python", "/flowc/flow.pyz", "step"]
    assert CODE.digest not in documents_of(request_of())["state-machine.json"]


def test_the_template_refers_to_everything_it_leaves_open() -> None:
    template = yaml.safe_load(documents_of(request_of())["template.yaml"])
    machine = template["Resources"]["FlowcStateMachine"]["Properties"]
    assert machine["DefinitionString"] == documents_of(request_of())["state-machine.json"]
    assert set(machine["DefinitionSubstitutions"]) == {
        "FlowcStoreBucket",
        "FlowcJobQueue",
        "FlowcJobDefinition",
    }
    known = {*template["Parameters"], *template["Resources"]}
    assert set(machine["DefinitionSubstitutions"]) <= known
    definition = template["Resources"]["FlowcJobDefinition"]["Properties"]
    assert definition["ResourceRetentionPolicy"] == {"SkipDeregisterOnUpdate": True}
    assert definition["Parameters"] == {"path": "r", "attempt": "0"}


def test_documents_are_the_same_every_time() -> None:
    assert documents_of(request_of()) == documents_of(request_of())


def test_ecs_has_task_definitions() -> None:
    asked = Settings(
        resources=Resources(cpu="2", memory=5000),
        batch=Batch(
            options={"efs_volumes": ["fs-1"], "log_driver": "awslogs", "log_options": ["a=b"]}, span=at(2)
        ),
    )
    request = with_settings(request_of(target=TargetSettings(compute="ecs")), "hello", asked)
    definition = document("job-definitions.json", request)["FlowcJobDefinition2"]
    (container,) = definition["containerDefinitions"]
    assert definition["family"] == "TestFlow-2" and definition["requiresCompatibilities"] == ["FARGATE"]
    assert container["mountPoints"] == [{"sourceVolume": "fs-1", "containerPath": "/mnt/fs-1"}]
    assert container["logConfiguration"] == {"logDriver": "awslogs", "options": {"a": "b"}}
    overrides = states_of(request)["hello"]["Arguments"]["Overrides"]
    assert (overrides["Cpu"], overrides["Memory"]) == ("2048", str(5 * 1024))
    allowed = statements(request, "state-machine")
    assert allowed["ecs:RunTask"][0].endswith(":task-definition/TestFlow*")
    assert allowed["iam:PassRole"] == ["${FlowcExecutionRole}", "${FlowcJobRole}"]
    assert "batch:SubmitJob" not in allowed


def test_sizes_on_fargate_are_those_that_there_are() -> None:
    request = request_of(target=TargetSettings(own={"platform": "FARGATE"}))
    request = with_settings(request, "hello", Settings(resources=Resources(cpu="1", memory=5000)))
    needs = states_of(request)["hello"]["Arguments"]["ContainerOverrides"]["ResourceRequirements"]
    assert needs == [{"Type": "VCPU", "Value": "1"}, {"Type": "MEMORY", "Value": str(5 * 1024)}]


@pytest.mark.parametrize("target", [{"compute": "ecs"}, {"own": {"platform": "FARGATE"}}])
def test_templates_for_fargate_pass_cfn_lint(target: dict[str, Any]) -> None:
    from cfnlint.api import lint_all

    text = documents_of(request_of(target=TargetSettings(**target)))["template.yaml"]
    assert [str(match) for match in lint_all(text) if match.rule.id[0] != "I"] == []
