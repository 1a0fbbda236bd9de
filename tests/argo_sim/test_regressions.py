"""Faults that deployments of Metaflow's had on Argo, planted: the golden flow of each would tell.

The flows are listed in `golden/README.md`. They run as they are emitted in `test_golden.py`; here
they are emitted wrong.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from flowc.backends.argo.lint import lint_manifest
from flowc.ir.trace import TaskId, traces
from flowc.runtime_shim.places import Places, TaskRef
from flowc.runtime_shim.store import open_store
from tests.argo_sim.compare import LAST, compare
from tests.argo_sim.controller import Controller
from tests.argo_sim.manifest import Manifest
from tests.argo_sim.oracles import Random, Recorded, every_run
from tests.argo_sim.pods import Pod, Refused
from tests.argo_sim.steps import Steps
from tests.argo_sim.test_golden import GOLDEN, golden
from tests.shim.running import Running, Stopped

Template = dict[str, Any]


def text_of(name: str) -> str:
    return (GOLDEN / name / "expected.argo.yaml").read_text(encoding="utf-8")


def instead(name: str, right: str, wrong: str) -> Manifest:
    """The expected manifest with something else in the one place where `right` stands."""
    text = text_of(name)
    assert text.count(right) == 1
    return Manifest(text.replace(right, wrong))


def tasks_of(manifest: Manifest, template: str) -> dict[str, Template]:
    return {task["name"]: task for task in manifest.templates[template]["dag"]["tasks"]}


@pytest.mark.parametrize(
    "right",
    ["apply.Succeeded || wait-loop.Succeeded", "use.Succeeded || await-it-loop.Succeeded"],
)
def test_a_merge_that_waits_for_both_arms(right: str) -> None:
    flow, _ = golden("loop_arm_against_alphabet")
    wrong = instead("loop_arm_against_alphabet", right, right.replace("||", "&&"))
    for oracle in every_run(flow, (), 2):
        with pytest.raises(AssertionError):
            compare(flow, wrong, oracle)


class NamedOutputs(Steps):
    """Steps that give out their names, too."""

    def written(self, pod: Pod, path: str) -> str:
        return pod.task.step if path == "/tmp/name" else super().written(pod, path)


def test_a_merge_that_names_outputs_of_arms_that_did_not_run() -> None:
    flow, manifest = golden("skipped_arms_merge")
    arms = ("done", "unknown", "failed")
    for arm in arms:
        outputs = {"parameters": [{"name": "name", "valueFrom": {"path": "/tmp/name"}}]}
        manifest.templates[arm]["outputs"] = outputs
    oracle = Random(flow, 0)
    assert Controller(manifest, NamedOutputs(flow, oracle), LAST).run().phase == "Succeeded"
    merge = tasks_of(manifest, "prepare-each")["complete"]
    names = "".join(f"{{{{tasks.{arm}.outputs.parameters.name}}}}" for arm in arms)
    merge["arguments"]["parameters"].append({"name": "inputs", "value": names})
    manifest.templates["complete"]["inputs"]["parameters"].append({"name": "inputs"})
    with pytest.raises(Refused, match="cannot be resolved"):
        Controller(manifest, NamedOutputs(flow, oracle), LAST).run()


def test_a_condition_on_a_switch_that_did_not_run() -> None:
    flow, _ = golden("when_of_skipped_switch")
    right = "depends: start-to-end.Succeeded || middle-to-end.Succeeded || late.Succeeded"
    when = " || ".join(
        f"'{{{{tasks.{one}.outputs.parameters.next}}}}' == 'end'" for one in ("middle", "start")
    )
    wrong = instead("when_of_skipped_switch", right, f'{right}\n            when: "{when}"')
    straight, *others = every_run(flow, (), 1)
    assert traces(flow, straight).tasks() == (TaskId("start", "r"), TaskId("end", "r"))
    with pytest.raises(Refused, match=r"tasks\.middle\.outputs\.parameters\.next.* cannot be resolved"):
        compare(flow, wrong, straight)
    assert others


def test_a_join_that_is_written_twice() -> None:
    flow, _ = golden("foreach_behind_switches")
    (line,) = [
        line for line in text_of("foreach_behind_switches").splitlines(True) if "name: collect, " in line
    ]
    wrong = instead("foreach_behind_switches", line, 2 * line)
    with pytest.raises(Refused, match="has a task twice"):
        compare(flow, wrong, Random(flow, 0))
    twice = text_of("foreach_behind_switches").replace(line, 2 * line)
    assert [finding.code for finding in lint_manifest(twice, "m.yaml")] == ["FLOW521"]


def test_a_join_that_does_not_wait_for_the_slow_branch() -> None:
    flow, manifest = golden("early_join_in_arm")
    wrong = instead("early_join_in_arm", "quick.Succeeded && slow.Succeeded", "quick.Succeeded")
    deep, _ = every_run(flow, (), 1)
    compare(flow, manifest, deep)
    with pytest.raises(AssertionError, match="both r started before"):
        compare(flow, wrong, deep)


def test_a_predecessor_that_is_chosen_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(places: Places, task: TaskRef) -> bool:
        try:
            return bool(places._winner(task))
        except Exception:
            return False

    def by_name(places: Places, scope: Any, position: int, path: str) -> Any:
        names = {scope.nodes[way.source]["step"]: way for way in scope.arrivals[position]}
        return names[min(name for name in names if ended(places, TaskRef(name, path)))]

    file = GOLDEN / "switches_skip_ahead" / "flow.py"
    right = Running(file, open_store(str(tmp_path / "right")), {"depth": 1})
    right.go()
    assert right.artifacts("report")["reported"] == ["start", "zoom"]
    monkeypatch.setattr(Places, "_arrival", by_name)
    wrong = Running(file, open_store(str(tmp_path / "wrong")), {"depth": 1})
    with pytest.raises(Stopped):
        wrong.go()
    assert wrong.artifacts("report")["reported"] == ["start"]


def size_at_the_join(items: int) -> int:
    """How long all is that the join of so many items gets."""
    flow, manifest = golden("foreach")
    sizes = []

    class Watched(Controller):
        def start(self, node: Any, template: Template, inputs: dict[str, str], attempt: int) -> None:
            if template["name"] == "join":
                sizes.append(len(json.dumps([template["container"], inputs])))
            super().start(node, template, inputs, attempt)

    oracle = Recorded([1], (0, items))
    assert Watched(manifest, Steps(flow, oracle), LAST).run().phase == "Succeeded"
    (size,) = sizes
    return size


def test_what_a_join_gets_does_not_grow_with_the_items() -> None:
    assert size_at_the_join(2) == size_at_the_join(200)
    right = "          - {name: join, template: join, "
    assert text_of("foreach").count(right) == 1
    lists = 'arguments: {parameters: [{name: inputs, value: "{{tasks.work.outputs.parameters.id}}"}]}, '
    findings = lint_manifest(text_of("foreach").replace(right, right + lists), "m.yaml")
    assert "FLOW549" in {finding.code for finding in findings}


def test_a_secret_that_is_named_by_a_text_is_one_secret() -> None:
    source = (GOLDEN / "secret_as_text" / "flow.py").read_text(encoding="utf-8")
    assert source.count('secrets="db-login"') == 1
    text = text_of("secret_as_text")
    (start,) = [one for one in yaml.safe_load(text)["spec"]["templates"] if one["name"] == "start"]
    assert start["container"]["envFrom"] == [{"secretRef": {"name": "db-login"}}]


def test_a_schedule_with_a_name_that_is_too_long_is_found() -> None:
    text = text_of("scheduled_long_name")
    names = {one["kind"]: one["metadata"]["name"] for one in yaml.safe_load_all(text)}
    assert len(names["CronWorkflow"]) == 52
    assert lint_manifest(text, "m.yaml") == ()
    longer = text.replace(names["CronWorkflow"], names["CronWorkflow"] + "x")
    assert "FLOW571" in {finding.code for finding in lint_manifest(longer, "m.yaml")}


@pytest.mark.parametrize("word", ["let", "contains", "matches", "nil", "true"])
def test_a_step_that_is_called_like_a_word_of_expressions(word: str) -> None:
    text = text_of("expression_words")
    assert lint_manifest(text, "m.yaml") == ()
    wrong = text.replace(f"step-{word}", word)
    assert wrong != text
    assert "FLOW573" in {finding.code for finding in lint_manifest(wrong, "m.yaml")}
