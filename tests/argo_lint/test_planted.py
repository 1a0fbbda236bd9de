# ruff: noqa: E501 - a table is easier to read with one fault a line
"""Every kind of fault, planted in a large valid manifest: exactly that finding, at exactly that place."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.backends.argo.lint import lint_manifest
from flowc.diagnostics import Finding
from flowc.ir.rules import load, module_names

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.name for path in EXAMPLES.glob("*.yaml"))


def example(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def marked(text: str, finding: Finding) -> str:
    """The text under the span of a finding; its first line when it has several."""
    span = finding.span
    line = text.split("\n")[span.line - 1]
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return line[span.column - 1 : end]


@pytest.mark.parametrize("name", NAMES)
def test_a_valid_manifest_has_no_finding(name: str) -> None:
    assert lint_manifest(example(name), name) == ()


# manifest, text in it, what stands there instead, code, text that is marked, words of the message
FAULTS: dict[str, tuple[str, str, str, str, str, str]] = {
    "bracket not closed": ("settings", "{name: trainflow}", "{name: trainflow", "FLOW501", "", "not YAML"),
    "tab": ("foreach", "  entrypoint: flow", "\tentrypoint: flow", "FLOW501", "", "not YAML"),
    "alias to nothing": ("steps", "resources: *small", "resources: *smal", "FLOW501", "*smal", "`*smal`"),
    "alias in itself": ("steps", "&small\n", "&small\n          claims: *small\n", "FLOW501", "*small", "inside"),
    "list as a key": ("foreach", "  entrypoint:", "  [a]: b\n  entrypoint:", "FLOW501", "[a]", "plain text"),
    "key twice": ("foreach", "  entrypoint: flow", "  entrypoint: flow\n  entrypoint: work", "FLOW502", "entrypoint", "`entrypoint`"),
    "no kind": ("cron-events", "kind: CronWorkflow\n", "", "FLOW503", "apiVersion", "no `kind`"),
    "a list": ("cron-events", "---\n#", "---\n- a\n---\n#", "FLOW503", "a", "no object"),
    "unknown kind": ("foreach", "kind: WorkflowTemplate", "kind: WorkflowTemplates", "FLOW503", "WorkflowTemplates", "no kind"),
    "other kind": ("settings", "apiVersion: v1\nkind: ConfigMap", "apiVersion: v1\nkind: ConfigMaps", "FLOW504", "ConfigMaps", "not checked"),
    "field of a template": ("foreach", "parallelism: 100", "paralellism: 100", "FLOW505", "paralellism", "`paralellism`"),
    "field of a container": ("settings", "envFrom:", "envfrom:", "FLOW505", "envfrom", "a container has no field"),
    "field of a spec": ("settings", "podGC:", "podGc:", "FLOW505", "podGc", "workflow spec has no field"),
    "field far inside": ("settings", "operator: Exists", "operater: Exists", "FLOW505", "operater", "toleration"),
    "field of a role": ("settings", "verbs: [create", "verb: [], verbs: [create", "FLOW505", "verb", "policyRule"),
    "text for a number": ("foreach", "parallelism: 100", "parallelism: many", "FLOW506", "many", "a whole number"),
    "list for an amount": ("settings", "cpu: 500m", "cpu: [1]", "FLOW506", "[1]", "text or a number"),
    "mapping for a list": ("steps", "volumeMounts: [{name: work, mountPath: /work}]", "volumeMounts: {name: work}", "FLOW506", "{name: work}", "`volumeMounts` must be a list"),
    "required field": ("settings", "{key: nvidia.com/gpu, operator: Exists", "{key: [], operator: Exists", "FLOW506", "[]", "must be text"),
    "reference without a key": ("settings", "{name: db, key: password}", "{name: db}", "FLOW506", "{name: db}", "no `key`"),
    "unknown entrypoint": ("foreach", "entrypoint: flow", "entrypoint: fow", "FLOW510", "fow", "`fow`"),
    "no entrypoint": ("foreach", "  entrypoint: flow\n", "", "FLOW510", "serviceAccountName", "starts with"),
    "template twice": ("settings", "    - name: end\n      con", "    - name: end\n      suspend: {}\n    - name: end\n      con", "FLOW511", "end", "two templates"),
    "no kind of template": ("cron-events", "- name: notify\n      container: {image: registry.example/flow@sha256:0000, command: [python, -m, flowc.runtime, hook, failed]}", "- name: notify", "FLOW512", "notify", "runs nothing"),
    "two kinds of template": ("settings", "      activeDeadlineSeconds: 3600 ", "      suspend: {} #", "FLOW512", "train", "`container` and `suspend`"),
    "no image": ("cron-events", "container: {image: registry.example/flow@sha256:0000, command: [python, -m, flowc.runtime, step", "container: {command: [python, -m, flowc.runtime, step", "FLOW513", "container", "no image"),
    "no command": ("steps", "command: [sh]\n        source", "source", "FLOW514", "script", "no command"),
    "unused template": ("cron-events", "template: notify", "template: on-exit", "FLOW515", "notify", "never used"),
    "endless recursion": ("loop", "            when: \"'{{tasks.check.outputs.parameters.next}}' == 'train'\"\n", "", "FLOW516", "train-loop", "without end"),
    "unknown template": ("nested-foreach", "            template: j3\n", "            template: j33\n", "FLOW520", "j33", "`j33`"),
    "unknown template of a hook": ("cron-events", "{template: on-exit}", "{template: on-exti}", "FLOW520", "on-exti", "`on-exti`"),
    "unknown onExit": ("steps", "onExit: tell", "onExit: tel", "FLOW520", "tel", "`tel`"),
    "task twice": ("branch-join", "          - name: b\n", "          - {name: b, template: end, arguments: {parameters: [{name: path, value: r}]}}\n          - name: b\n", "FLOW521", "b", "two tasks"),
    "step twice": ("steps", "        - - name: last", "        - - name: make", "FLOW521", "make", "two tasks"),
    "depends ends early": ("branch-join", "a.Succeeded && b.Succeeded", "a.Succeeded && b.Succeeded ||", "FLOW522", "||", "ends where"),
    "depends with one &": ("branch-join", "a.Succeeded && b.Succeeded", "a.Succeeded & b.Succeeded", "FLOW522", "&", "`&`"),
    "depends without operator": ("branch-join", "a.Succeeded && b.Succeeded", "a.Succeeded b.Succeeded", "FLOW522", "b", "not expected"),
    "depends not closed": ("foreach", "(work.Succeeded || work.Skipped)", "(work.Succeeded || work.Skipped", "FLOW522", "Skipped", "`)`"),
    "unknown task": ("branch-join", "depends: join.Succeeded", "depends: joyn.Succeeded", "FLOW523", "joyn", "`joyn`"),
    "waits for itself": ("branch-join", "depends: join.Succeeded", "depends: join.Succeeded || end.Failed", "FLOW524", "end", "itself"),
    "cycle": ("settings", "          - name: start\n            template: start\n", "          - name: start\n            template: start\n            depends: end.Succeeded\n", "FLOW525", "start", "`start`, `train`, `end`"),
    "bare name": ("settings", "depends: train.Succeeded", "depends: train", "FLOW526", "train", "`train` without"),
    "both": ("settings", "            depends: train.Succeeded\n", "            depends: train.Succeeded\n            dependencies: [train]\n", "FLOW527", "dependencies", "both"),
    "unknown result": ("foreach", "work.Skipped", "work.Skiped", "FLOW528", "work.Skiped", "`Skiped`"),
    "task without template": ("settings", "            template: end\n", "            templateRef: {name: other, template: end}\n            template: end\n", "FLOW529", "end", "`template` and `templateRef`"),
    "missing argument": ("loop", '                - {name: iter, value: "0"}\n', "", "FLOW530", "loop", "`iter`"),
    "missing artifact": ("steps", "              artifacts:\n                - {name: data, from: \"{{steps.make.outputs.artifacts.data}}\"}\n          - name: listed", "          - name: listed", "FLOW530", "one-by-one", "the artifact `data`"),
    "unwanted argument": ("cron-events", "{name: start, template: start}", "{name: start, template: start, arguments: {parameters: [{name: path, value: r}]}}", "FLOW531", "path", "no input parameter `path`"),
    "argument twice": ("loop", '{name: iter, value: "0"}', '{name: iter, value: "0"}\n                - {name: path, value: r}', "FLOW532", "path", "`arguments.parameters`"),
    "output twice": ("foreach", "{name: splits, valueFrom: {path: /tmp/flowc/splits}}", "{name: splits, valueFrom: {path: /tmp/flowc/splits}}\n          - {name: splits, valueFrom: {path: /x}}", "FLOW532", "splits", "`outputs.parameters`"),
    "brace too few": ("foreach", 'value: "{{inputs.parameters.path}}"', 'value: "{{inputs.parameters.path}"', "FLOW540", "{{inputs.parameters.path}", "do not match"),
    "brace too few in front": ("foreach", 'value: "{{workflow.name}}"', 'value: "{workflow.name}}"', "FLOW540", "{workflow.name}}", "do not match"),
    "empty variable": ("foreach", 'value: "{{workflow.name}}"', 'value: "{{ }}"', "FLOW540", "{{ }}", "an empty variable"),
    "unknown input": ("foreach", 'value: "{{inputs.parameters.path}}"', 'value: "{{inputs.parameters.pat}}"', "FLOW541", "{{inputs.parameters.pat}}", "`pat`"),
    "unknown input in an expression": ("loop", "asInt(inputs.parameters.iter)", "asInt(inputs.parameters.itre)", "FLOW541", "{{=asInt(inputs.parameters.itre) + 1}}", "`itre`"),
    "unknown artifact": ("steps", "{{inputs.artifacts.data.path}}", "{{inputs.artifacts.date.path}}", "FLOW541", "{{inputs.artifacts.date.path}}", "input artifact `date`"),
    "variable of an unknown task": ("foreach", "{{tasks.start.outputs", "{{tasks.strat.outputs", "FLOW542", "{{tasks.strat.outputs.parameters.splits}}", "`strat`"),
    "steps of a DAG": ("foreach", "{{tasks.start.outputs", "{{steps.start.outputs", "FLOW542", "{{steps.start.outputs.parameters.splits}}", "no step `start`"),
    "task of another template": ("nested-foreach", "{{tasks.b.outputs", "{{tasks.a.outputs", "FLOW542", "{{tasks.a.outputs.parameters.splits}}", "`a`"),
    "unknown task in an expression": ("loop", ": tasks['check'].outputs", ": tasks['chek'].outputs", "FLOW542", "", "`chek`"),
    "unknown output": ("conditional", "'{{tasks.check.outputs.parameters.next}}' == 'fix'", "'{{tasks.check.outputs.parameters.nxt}}' == 'fix'", "FLOW543", "{{tasks.check.outputs.parameters.nxt}}", "`nxt`"),
    "output of a recursive template": ("loop", "'{{tasks.loop.outputs.parameters.next}}' == 'alarm'", "'{{tasks.loop.outputs.parameters.exit}}' == 'alarm'", "FLOW543", "{{tasks.loop.outputs.parameters.exit}}", "`exit`"),
    "unknown fact": ("steps", "{{steps.make.status}}", "{{steps.make.state}}", "FLOW543", "{{steps.make.state}}", "`state`"),
    "not an ancestor": ("conditional", "            depends: check.Succeeded\n            when: \"'{{tasks.check.outputs.parameters.next}}' == 'audit'\"", "            depends: start.Succeeded\n            when: \"'{{tasks.check.outputs.parameters.next}}' == 'audit'\"", "FLOW544", "{{tasks.check.outputs.parameters.next}}", "`check` need not have ended"),
    "step of the same group": ("steps", "withParam: \"{{workflow.parameters.names}}\"", "withParam: \"{{steps.one-by-one.status}}\"", "FLOW544", "{{steps.one-by-one.status}}", "need not have ended"),
    "item outside": ("nested-foreach", '{name: path, value: ""}', '{name: path, value: "{{item}}"}', "FLOW545", "{{item}}", "`item`"),
    "item in a template": ("foreach", 'value: "{{inputs.parameters.path}}"', 'value: "{{item}}"', "FLOW545", "{{item}}", "`item`"),
    "retries without strategy": ("settings", 'value: "{{workflow.parameters.json}}"', 'value: "{{retries}}"', "FLOW546", "{{retries}}", "`retries`"),
    "unknown parameter": ("foreach-10k", "{{workflow.parameters.run}}", "{{workflow.parameters.runs}}", "FLOW547", "{{workflow.parameters.runs}}", "`runs`"),
    "unknown global": ("settings", "{{workflow.uid}}", "{{workflow.uuid}}", "FLOW548", "{{workflow.uuid}}", "`workflow.uuid`"),
    "unknown root": ("settings", "{{workflow.uid}}", "{{workflw.uid}}", "FLOW548", "{{workflw.uid}}", "`workflw.uid`"),
    "outputs of a loop": ("foreach", "depends: join.Succeeded", "depends: join.Succeeded\n            when: \"'{{tasks.work.outputs.result}}' != ''\"", "FLOW549", "{{tasks.work.outputs.result}}", "all its items"),
    "when ends early": ("conditional", "== 'fix'", "==", "FLOW550", "==", "ends too early"),
    "when with a quote too few": ("conditional", "== 'fix'", "== 'fix", "FLOW550", "'fix", "quote"),
    "when with two operators": ("conditional", "== 'fix'", "== == 'fix'", "FLOW550", "==", "a value should stand"),
    "when not closed": ("steps", "|| 'a' == 'b')", "|| 'a' == 'b'", "FLOW550", "'b'", "`)`"),
    "when without quotes": ("conditional", "== 'fix'", "== fix", "FLOW551", "fix", "`fix`"),
    "when with a bare variable": ("conditional", "'{{tasks.check.outputs.parameters.next}}' == 'fix'", "{{tasks.check.outputs.parameters.next}} == 'fix'", "FLOW551", "{{tasks.check.outputs.parameters.next}}", "without quotes"),
    "output without source": ("foreach", "valueFrom: {path: /tmp/flowc/splits}", "valueFrom: {}", "FLOW552", "{}", "says not where"),
    "file of a DAG": ("loop", "              expression: \"tasks['again'].status == 'Succeeded' ? tasks['again'].outputs.parameters.next : tasks['check'].outputs.parameters.next\"", "              path: /tmp/next", "FLOW552", "path", "from a file"),
    "expression not closed": ("loop", "tasks['check'].outputs.parameters.next\"", "tasks['check'.outputs.parameters.next\"", "FLOW553", "", "not complete"),
    "expression ends early": ("loop", "{{=asInt(inputs.parameters.iter) + 1}}", "{{=asInt(inputs.parameters.iter) +}}", "FLOW553", "{{=asInt(inputs.parameters.iter) +}}", "not complete"),
    "unknown volume": ("steps", "volumeMounts: [{name: work,", "volumeMounts: [{name: wrk,", "FLOW560", "wrk", "`wrk`"),
    "ConfigMap elsewhere": ("settings", "  podGC:", "  volumes: [{name: code, configMap: {name: trainflow-x}}]\n  podGC:", "FLOW561", "trainflow-x", "`trainflow-x`"),
    "variable twice": ("settings", '{name: FLOWC_RUN_UID, value: "{{workflow.uid}}"}', '{name: FLOWC_RUN_ID, value: "{{workflow.uid}}"}', "FLOW562", "FLOWC_RUN_ID", "set twice"),
    "variable's name": ("settings", "name: DB_PASSWORD", 'name: "DB=PASSWORD"', "FLOW563", '"DB=PASSWORD"', "`DB=PASSWORD`"),
    "volume's name": ("settings", "  podGC:", "  volumes: [{name: the_code, emptyDir: {}}]\n  podGC:", "FLOW564", "the_code", "`the_code`"),
    "mounted twice": ("steps", "volumeMounts: [{name: work, mountPath: /work}]", "volumeMounts: [{name: work, mountPath: /work}, {name: work, mountPath: /work}]", "FLOW564", "/work", "`/work`"),
    "amount": ("settings", "memory: 16Gi, nvidia.com/gpu", "memory: 16 Gi, nvidia.com/gpu", "FLOW565", "16 Gi", "`16 Gi`"),
    "object's name": ("foreach", "  name: foreachflow", "  name: foreach_flow", "FLOW570", "foreach_flow", "`foreach_flow`"),
    "no name": ("steps", "  generateName: steps-\n", "", "FLOW570", "annotations", "no name"),
    "no metadata": ("cron-events", "metadata: {name: hookflow}\n", "metadata:\n", "FLOW570", "apiVersion", "no name"),
    "long name": ("foreach", "  name: foreachflow", "  name: " + "f" * 64, "FLOW571", "f" * 64, "64 characters"),
    "long name of a cron": ("cron-events", "metadata: {name: trainflow}", "metadata: {name: " + "f" * 53 + "}", "FLOW571", "f" * 53, "53 characters"),
    "task's name": ("settings", "          - name: end\n", "          - name: the end\n", "FLOW572", "the end", "`the end`"),
    "task's name with a line": ("settings", "          - name: end\n", "          - name: the_end\n", "FLOW572", "the_end", "`the_end`"),
    "task's name with a digit": ("settings", "          - name: end\n", "          - name: 2nd\n", "FLOW572", "2nd", "`2nd`"),
    "long task's name": ("settings", "          - name: end\n", "          - name: " + "e" * 129 + "\n", "FLOW572", "e" * 129, "cannot be the name of a task"),
    "word": ("settings", "          - name: end\n", "          - name: matches\n", "FLOW573", "matches", "`matches`"),
    "label's value": ("settings", "    flowc.dev/flow: TrainFlow\n  annotations", "    flowc.dev/flow: Train Flow\n  annotations", "FLOW574", "Train Flow", "`Train Flow`"),
    "label's key": ("settings", "    flowc.dev/flow: TrainFlow\n  annotations", "    flowc.dev/: TrainFlow\n  annotations", "FLOW574", "flowc.dev/", "name of a label"),
    "long label": ("settings", "    flowc.dev/flow: TrainFlow\n  annotations", "    flowc.dev/flow: " + "T" * 64 + "\n  annotations", "FLOW574", "T" * 64, "cannot be the value"),
    "annotations": ("settings", "Trains a model.", "x" * 262_145, "FLOW575", "flowc.dev/code-package", "bytes"),
    "object": ("settings", "command: [python, -m, flowc.runtime, step, start]", "command: [python, " + "x" * 1_600_000 + "]", "FLOW575", "WorkflowTemplate", "this WorkflowTemplate has about"),
    "hour": ("cron-events", '"0 6 * * *"', '"0 24 * * *"', "FLOW580", '"0 24 * * *"', "the hour goes from 0 to 23"),
    "weekday": ("cron-events", '"0 6 * * *"', '"0 6 * * 7"', "FLOW580", '"0 6 * * 7"', "the day of the week"),
    "six fields": ("cron-events", '"0 6 * * *"', '"0 6 ? * * 2026"', "FLOW580", '"0 6 ? * * 2026"', "6 fields"),
    "backwards": ("cron-events", "1-5", "5-1", "FLOW580", '"0 18 * * 5-1"', "backwards"),
    "step of zero": ("cron-events", '"0 6 * * *"', '"*/0 6 * * *"', "FLOW580", '"*/0 6 * * *"', "the step `0`"),
    "macro": ("cron-events", '"0 6 * * *"', '"@dayly"', "FLOW580", '"@dayly"', "no `@dayly`"),
    "time zone": ("cron-events", "Europe/Berlin", "Europe/Berlln", "FLOW581", "Europe/Berlln", "`Europe/Berlln`"),
    "singular": ("cron-events", 'schedules: ["0 6 * * *", "0 18 * * 1-5"]', 'schedule: "0 6 * * *"', "FLOW582", "schedule", "`schedule`"),
    "field of a sensor": ("events", "conditionsReset:", "conditionReset:", "FLOW505", "conditionReset", "trigger template has no field"),
    "field of a watch": ("events", "eventTypes: [ADD]", "eventTypes: [ADD]\n      eventType: ADD", "FLOW505", "eventType", "event has no field"),
    "field of a sensor's workflow": ("events", "workflowTemplateRef:", "workflowTemplateRf: {}\n                workflowTemplateRef:", "FLOW505", "workflowTemplateRf", "workflow spec has no field"),
    "field of an account": ("events", "kind: ServiceAccount\n", "kind: ServiceAccount\nsecret: []\n", "FLOW505", "secret", "`secret`"),
    "filter's type": ("events", 'value: ["^orders$"]', "value: ^orders$", "FLOW506", "^orders$", "`value` must be a list"),
    "trigger without a template": ("events", "      retryStrategy:", "    - retryStrategy: {steps: 1}\n      rateLimit:", "FLOW506", "", "no `template`"),
    "unknown dependency": ("events", "dependencyName: orders", "dependencyName: order", "FLOW590", "order", "no dependency `order`"),
    "dependency twice": ("events", "    - name: orders\n", "    - name: upstream\n      eventSourceName: reportflow\n      eventName: orders\n    - name: orders\n", "FLOW591", "upstream", "two dependencies"),
    "trigger twice": ("events", "      retryStrategy:", "    - template: {name: run, log: {intervalSeconds: 1}}\n      retryStrategy:", "FLOW591", "run", "two triggers"),
    "argument out of range": ("events", "parameters.1.value", "parameters.2.value", "FLOW592", "spec.arguments.parameters.2.value", "number 2"),
    "event never sent": ("events", "eventName: train", "eventName: trian", "FLOW593", "trian", "no event `trian`"),
    "argument unknown": ("events", "                    - {name: day,", "                    - {name: dey,", "FLOW594", "dey", "no parameter `dey`"),
    "no schedules": ("cron-events", '  schedules: ["0 6 * * *", "0 18 * * 1-5"]', "", "FLOW583", "", "never runs"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_the_only_finding(name: str) -> None:
    file, old, new, code, mark, words = FAULTS[name]
    text = example(f"{file}.yaml")
    assert old in text
    wrong = text.replace(old, new, 1)
    findings = lint_manifest(wrong, "m.yaml")
    assert [finding.code for finding in findings] == [code], findings
    assert words in findings[0].message
    if mark:
        assert marked(wrong, findings[0]) == mark


def test_every_rule_is_planted() -> None:
    rules = {load(module).code for module in module_names("manifest")}
    assert {code for _, _, _, code, _, _ in FAULTS.values()} == rules


def test_severity_is_that_of_the_rule() -> None:
    severity = {rule.code: rule.severity for rule in map(load, module_names("manifest"))}
    for file, old, new, code, _, _ in FAULTS.values():
        (finding,) = lint_manifest(example(f"{file}.yaml").replace(old, new, 1), "m.yaml")
        assert finding.severity == severity[code]
