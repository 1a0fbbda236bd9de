"""Names within the limits, never given twice, and told when they differ."""

from __future__ import annotations

from flowc.backends.argo.names import Names, is_label, label, workflow_name
from flowc.ir.flow import Project, Schedule
from tests.argo.build import findings_of, request_of, tasks_of, workflow_of
from tests.structure.build import at


def test_underscores_become_dashes() -> None:
    assert Names().allocate("load_data") == "load-data"


def test_words_of_the_expression_language_are_avoided() -> None:
    assert Names().allocate("contains") == "step-contains"
    assert Names().allocate("join") == "join"


def test_long_names_are_cut_and_stay_apart() -> None:
    names = Names()
    one, two = names.allocate("a" * 100 + "x"), names.allocate("a" * 100 + "y")
    assert len(one) == len(two) == 63
    assert one != two


def test_collisions() -> None:
    names = Names()
    given = [names.allocate(wanted) for wanted in ("a_b", "A-B", "a-b", "a-b")]
    assert len(set(given)) == 4
    assert given[0] == "a-b"


def test_labels() -> None:
    assert label("_Flow_") == "Flow"
    assert is_label(label("x" * 200))
    assert not is_label("data science")
    assert is_label("")


def test_scheduled_names_are_shorter() -> None:
    assert len(workflow_name("F" * 80, scheduled=False)) == 63
    assert len(workflow_name("F" * 80, scheduled=True)) == 52


def test_a_step_may_be_called_like_a_template_of_flowc() -> None:
    request = request_of("start: flow\nflow: ? again pass1\nagain: pass1\npass1: end\nend:")
    spec = workflow_of(request)["spec"]
    names = [template["name"] for template in spec["templates"]]
    assert len(names) == len(set(names))
    assert "flow" in tasks_of(request, spec["entrypoint"])


def test_changed_names_are_told() -> None:
    request = request_of("start: contains\ncontains: " + "x" * 70 + "\n" + "x" * 70 + ": end\nend:")
    messages = [finding.message for finding in findings_of(request, "FLOW401")]
    assert messages[0] == "step `contains` is called `step-contains` on Argo"
    assert len(messages) == 2
    assert not findings_of(request_of(), "FLOW401")


def test_project_and_branch_are_part_of_the_name() -> None:
    def name(project: Project) -> str:
        return str(workflow_of(request_of(project=project))["metadata"]["name"])

    assert name(Project(name="shop", span=at(1))) == "shop-testflow"
    assert name(Project(name="shop", branch="b1", span=at(1))) == "shop-test-b1-testflow"
    assert name(Project(name="shop", production=True, span=at(1))) == "shop-prod-testflow"


def test_cron_workflow_and_template_share_a_name() -> None:
    schedule = Schedule(cron="0 0 * * ? *", timezone="Europe/Berlin", span=at(1))
    from tests.argo.build import objects_of

    template, cron = objects_of(request_of(schedule=schedule))
    assert cron["metadata"]["name"] == template["metadata"]["name"]
    assert cron["spec"] == {
        "schedules": ["0 0 * * *"],
        "timezone": "Europe/Berlin",
        "startingDeadlineSeconds": 600,
        "workflowSpec": {"workflowTemplateRef": {"name": "testflow"}},
    }
