"""What Argo cannot do and its limits are findings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.argo.capabilities import CAPABILITIES
from flowc.backends.protocol import CodePackage, TargetSettings
from flowc.diagnostics import Severity
from flowc.ir.features import Feature
from flowc.ir.flow import Event, IncludeFile, Parameter, Schedule, Trigger, TriggerOnFinish, Upstream
from flowc.ir.rules import load, module_names
from flowc.ir.settings import Batch, Card, Kubernetes, Packages, Settings
from tests.argo.build import findings_of, request_of, with_settings
from tests.structure.build import at

READY = TargetSettings(image="mine:1", store="s3://bucket")


def codes(**changes: Any) -> list[str]:
    return [finding.code for finding in ArgoBackend().check(request_of(target=READY, **changes))]


def step_codes(settings: Settings, target: TargetSettings = READY) -> list[str]:
    request = with_settings(request_of(target=target), "hello", settings)
    return [finding.code for finding in ArgoBackend().check(request)]


def test_capabilities_cover_every_feature() -> None:
    assert set(CAPABILITIES) == set(Feature)
    assert all(support.works or support.reason for support in CAPABILITIES.values())


def test_rules_are_unique_and_ordered() -> None:
    numbers = [load(name).code for name in module_names("target")]
    assert numbers == sorted(set(numbers))


def test_a_plain_flow_has_no_findings() -> None:
    assert codes() == []


def test_one_note_for_open_settings() -> None:
    (finding,) = ArgoBackend().check(request_of())
    assert finding.code == "FLOW309"
    assert finding.severity is Severity.NOTE
    assert finding.help is not None and finding.help.startswith("set `store` and `image` in")


@pytest.mark.parametrize("name", ["store", "image"])
def test_the_help_names_what_is_open(name: str) -> None:
    configured = {"store": "/s", "image": "i:1"}
    del configured[name]
    (finding,) = ArgoBackend().check(request_of(target=TargetSettings(**configured)))
    assert finding.help == f"set `{name}` in flowc.toml, or give it when a run starts"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (
            {
                "trigger": Trigger(events=(Event(name="a"),), span=at(1)),
                "trigger_on_finish": TriggerOnFinish(flows=(Upstream(flow="A"),), span=at(2)),
            },
            "FLOW330",
        ),
        ({"schedule": Schedule(cron="0 0 L * ? *", timezone=None, span=at(1))}, "FLOW305"),
    ],
)
def test_refused_of_the_flow(changes: dict[str, Any], code: str) -> None:
    assert codes(**changes) == [code]


def test_gang_is_refused() -> None:
    request = request_of("start: n work\nwork: j\nj+: end\nend:", target=READY)
    assert [finding.code for finding in ArgoBackend().check(request)] == ["FLOW301"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (Settings(batch=Batch(span=at(1))), "FLOW302"),
        (Settings(cards=(Card(span=at(1)),)), "FLOW302"),
        (Settings(kubernetes=Kubernetes(compute_pool="x", span=at(1))), "FLOW302"),
        (Settings(kubernetes=Kubernetes(qos="BestEffort", span=at(1))), "FLOW302"),
        (Settings(kubernetes=Kubernetes(labels=(("flowc.dev/step", "x"),), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(annotations=(("flowc.dev/source", "x"),), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(namespace="x", span=at(1))), "FLOW304"),
        (Settings(environment=(("A", "{{x}}"),)), "FLOW306"),
        (Settings(kubernetes=Kubernetes(image="{{x}}", span=at(1))), "FLOW306"),
        (Settings(kubernetes=Kubernetes(labels=(("a", "b c"),), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(labels=(("a b", "c"),), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(labels=(("X_y/a", "c"),), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(annotations=(("a b", "c"),), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(node_selector=(("disk", "a b"),), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(secrets=("My_Secret",), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(persistent_volume_claims=(("A", "/a"),), span=at(1))), "FLOW312"),
        (Settings(kubernetes=Kubernetes(executable="{{x}}", span=at(1))), "FLOW306"),
        (Settings(environment=(("FLOWC_PATH", "x"),)), "FLOW313"),
        (Settings(environment=(("A B", "x"),)), "FLOW313"),
        (Settings(environment=(("1A", "x"),)), "FLOW313"),
        (Settings(environment=(("", "x"),)), "FLOW313"),
        (Settings(environment=(("A", "x" * 140_000),)), "FLOW406"),
    ],
)
def test_refused_of_a_step(settings: Settings, code: str) -> None:
    assert step_codes(settings) == [code]


def test_packages_need_an_image() -> None:
    packages = Packages(manager="pypi", packages=(("pandas", "2"),), span=at(1))
    store = TargetSettings(store="s3://bucket")
    assert "FLOW303" in step_codes(Settings(packages=packages), store)
    assert step_codes(Settings(packages=packages)) == []
    own = Settings(packages=packages, kubernetes=Kubernetes(image="x:1", span=at(1)))
    assert "FLOW303" not in step_codes(own, store)


def test_another_python_needs_an_image() -> None:
    store = TargetSettings(store="s3://bucket")
    older = Packages(manager="pypi", python="3.9.1", span=at(1))
    assert "FLOW303" in step_codes(Settings(packages=older), store)
    assert "FLOW303" not in step_codes(Settings(packages=replace(older, python="3.12")), store)


@pytest.mark.parametrize(
    "target",
    [
        replace(READY, namespace="A B"),
        replace(READY, namespace="a.b"),
        replace(READY, service_account="A B"),
        replace(READY, labels={"team": "a b"}),
        replace(READY, labels={"a b": "team"}),
        replace(READY, annotations={"a b": "team"}),
    ],
)
def test_configured_names(target: TargetSettings) -> None:
    assert [finding.code for finding in ArgoBackend().check(request_of(target=target))] == ["FLOW312"]


def test_names_that_kubernetes_takes() -> None:
    kubernetes = Kubernetes(
        labels=(("example.com/team", "a_b.c"), ("A", "")),
        annotations=(("example.com/Why", "any text: at all"),),
        secrets=("db.main", "a-1"),
        extended_resources=(("example.com/x", "1"),),
        span=at(1),
    )
    assert step_codes(Settings(kubernetes=kubernetes, environment=(("a.B-c_1", "x"),))) == []


def test_the_configured_namespace_is_fine() -> None:
    settings = Settings(kubernetes=Kubernetes(namespace="x", span=at(1)))
    assert step_codes(settings, replace(READY, namespace="x")) == []


def test_scheduled_flow_with_required_parameter() -> None:
    required = Parameter(
        attribute="p", name="p", type="str", default=None, required=True, help="", span=at(1)
    )
    daily = Schedule(cron="0 0 * * ? *", timezone=None, span=at(1))
    assert codes(parameters=(required,), schedule=daily) == ["FLOW307"]
    assert codes(parameters=(required,)) == []


def test_scheduled_flow_without_store() -> None:
    daily = Schedule(cron="0 0 * * ? *", timezone=None, span=at(1))
    assert codes(schedule=daily) == []
    (finding,) = findings_of(request_of(schedule=daily), "FLOW314")
    assert finding.severity is Severity.WARNING
    assert findings_of(request_of(), "FLOW314") == []


def test_include_file_without_default() -> None:
    file = IncludeFile(
        attribute="f", name="f", default=None, required=True, is_text=True, encoding=None, parser=None,
        help="", span=at(1),
    )  # fmt: skip
    assert codes(include_files=(file,)) == ["FLOW310"]
    assert codes(include_files=(replace(file, required=False),)) == []


def test_package_too_large() -> None:
    big = CodePackage(digest="ab" * 32, data=b"x" * (180 * 1024 + 1))
    small = replace(big, data=big.data[:-1])
    inline = replace(READY, delivery="inline")
    assert codes(code=big) == ["FLOW405"]
    assert codes(code=small) == []
    for package, expected in ((big, ["FLOW403"]), (small, [])):
        found = ArgoBackend().check(replace(request_of(target=inline), package=package))
        assert [finding.code for finding in found] == expected


@pytest.mark.parametrize(
    ("own", "words", "has_deploy"),
    [
        ({}, "set `artifact-repository` in [argo]", True),
        ({"artifact-repository": "s3://argo"}, "`flowc deploy` puts it into s3://argo", True),
        ({"artifact-repository": False}, "flowc package FLOW --output", False),
    ],
)
def test_how_a_large_package_gets_to_its_place(own: dict[str, Any], words: str, has_deploy: bool) -> None:
    big = CodePackage(digest="ab" * 32, data=b"x" * (180 * 1024 + 1))
    asked = replace(request_of(target=replace(READY, own=own)), package=big)
    advice = next(str(one.help) for one in ArgoBackend().check(asked) if one.code == "FLOW405")
    assert words in advice and "packages/abab" in advice
    assert ("flowc deploy" in advice) is has_deploy


def test_loop_passes_once_per_loop() -> None:
    request = request_of("start: h\nh: ? i end\ni: ? h end\nend:", target=READY)
    (finding,) = ArgoBackend().check(request)
    assert finding.code == "FLOW404"
    assert finding.severity is Severity.NOTE


def test_manifest_too_large() -> None:
    def rows(number: int) -> str:
        return "\n".join(
            ["start: s0", *(f"s{i}: s{i + 1}" for i in range(number)), f"s{number}: end", "end:"]
        )

    (middle,) = findings_of(request_of(rows(1500), target=READY), "FLOW402")
    assert middle.severity is Severity.WARNING
    (large,) = findings_of(request_of(rows(5000), target=READY), "FLOW402")
    assert large.severity is Severity.ERROR
    assert codes() == []


def test_chosen_deliveries_are_no_findings() -> None:
    for delivery in ("store", "image"):
        assert ArgoBackend().check(request_of(target=replace(READY, delivery=delivery))) == ()
