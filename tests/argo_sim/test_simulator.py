"""The simulator itself: what it must refuse, and that a wrong manifest is told from a right one."""

from __future__ import annotations

import pytest

from flowc.ir.trace import TaskId
from tests.argo_sim.compare import FIRST, compare
from tests.argo_sim.controller import Controller
from tests.argo_sim.expressions import BadExpression, depends_on, evaluate, is_true, named_tasks
from tests.argo_sim.manifest import Manifest
from tests.argo_sim.oracles import every_run
from tests.argo_sim.pods import Pod, Refused, Result
from tests.argo_sim.steps import Steps
from tests.argo_sim.test_runs import emit, structured
from tests.structure.build import flow_of

FOREACH = "start: * a\na: b\nb: j\nj+: end\nend:"
SWITCH = "start: ? a m\na: b\nb: m\nm: end\nend:"
LOOP = "start: a\na: b\nb: ? a x end\nx: end\nend:"
BRANCH = "start: a b\na: j\nb: j\nj+: end\nend:"

# graph, text of the manifest, wrong text instead
FAULTS = {
    "join does not wait": (BRANCH, "a.Succeeded && b.Succeeded", "a.Succeeded"),
    "branch never runs": (BRANCH, "depends: start.Succeeded", "depends: start.Failed"),
    "no dependency": (BRANCH, "depends: j.Succeeded", "when: 'true'"),
    "unknown dependency": (BRANCH, "depends: j.Succeeded", "depends: k.Succeeded"),
    "empty foreach is forgotten": (FOREACH, "(a-each.Succeeded || a-each.Skipped)", "a-each.Succeeded"),
    "items share a path": (FOREACH, "r.{{item}}", "r.0"),
    "wrong path": (FOREACH, '"r.{{item}}"', '"q.{{item}}"'),
    "count from nowhere": (FOREACH, "{{tasks.start.outputs.parameters.splits}}", "3"),
    "output is not there": (FOREACH, "outputs.parameters.splits}}", "outputs.parameters.count}}"),
    "merge wants both": (SWITCH, "start-to-m.Succeeded || b", "start-to-m.Succeeded && b"),
    "merge wants one": (SWITCH, "start-to-m.Succeeded || b", "b"),
    "skipped counts as done": (SWITCH, "depends: a.Succeeded", "depends: a.Succeeded || a.Skipped"),
    "wrong case": (SWITCH, "== 'a'", "== 'm'"),
    "no case": (SWITCH, "== 'a'", "!= ''"),
    "case without quotes": (SWITCH, "== 'a'", "== a"),
    "pass does not count": (LOOP, "iter) + 1}}", "iter) + 0}}"),
    "argument is missing": (LOOP, '\n                - {name: iter, value: "0"}', ""),
    "wrong exit": (LOOP, ".outputs.parameters.next : ", ".outputs.parameters.nxt : "),
    "template is missing": (LOOP, "entrypoint: flow", "entrypoint: folw"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    table, old, new = FAULTS[name]
    flow = structured(flow_of(table))
    text = emit(flow)
    wrong = text.replace(old, new)
    assert wrong != text, text
    with pytest.raises((AssertionError, Refused, BadExpression, KeyError, ValueError)):
        for oracle in every_run(flow, (0, 1, 2), 3):
            compare(flow, Manifest(wrong), oracle)
    for oracle in every_run(flow, (0, 1, 2), 3):
        compare(flow, Manifest(text), oracle)


SMALL = """
kind: WorkflowTemplate
spec:
  entrypoint: flow
  templates:
    - name: flow
      dag:
        tasks:
{tasks}
    - name: step
      inputs: {{parameters: [{{name: path}}]}}
      outputs: {{parameters: [{{name: next, valueFrom: {{path: /tmp/flowc/next}}}}]}}
      container:
        command: [python, /flowc/flow.pyz, step, s]
        env: [{{name: FLOWC_PATH, value: "{{{{inputs.parameters.path}}}}"}}]
    - name: skips
      dag: {{tasks: [{{name: nothing, template: skips, when: "false"}}]}}
    - name: flaky
      retryStrategy: {{limit: "2", expression: "asInt(lastRetry.exitCode) != 78"}}
      container:
        command: [python, /flowc/flow.pyz, step, flaky]
        env:
          - {{name: FLOWC_PATH, value: "r{{{{retries}}}}"}}
"""


def small(*tasks: str) -> Manifest:
    return Manifest(SMALL.format(tasks="\n".join(f"          - {{{task}}}" for task in tasks)))


def run(manifest: Manifest, *exits: int) -> tuple[str, list[TaskId]]:
    codes = list(exits)

    def pods(pod: Pod) -> Result:
        return Result(exit_code=codes.pop(0) if codes else 0, files=dict.fromkeys(pod.outputs, "x"))

    done = Controller(manifest, pods, FIRST).run()
    return done.phase, done.executed()


def call(name: str, path: str = "r", rest: str = "") -> str:
    return f'name: {name}, template: step, arguments: {{parameters: [{{name: path, value: "{path}"}}]}}{rest}'


def test_a_dag_of_skipped_tasks_succeeds_and_leaves_nothing() -> None:
    later = call("b", rest=", depends: a.Succeeded")
    assert run(small("name: a, template: skips", later)) == ("Succeeded", [TaskId("s", "r")])


def test_outputs_of_a_skipped_task_are_not_there() -> None:
    skipped = call("a", rest=', when: "false"')
    reads = call("b", "{{tasks.a.outputs.parameters.next}}", ", depends: a.Skipped")
    with pytest.raises(Refused, match="cannot be resolved"):
        run(small(skipped, reads))


def test_outputs_of_a_task_that_is_no_ancestor_are_not_there() -> None:
    with pytest.raises(Refused, match="cannot be resolved"):
        run(small(call("a"), call("b", "{{tasks.a.outputs.parameters.next}}")))


def test_or_waits_for_all_it_names() -> None:
    tasks = (call("a", "1"), call("b", "2"), call("c", "3", ', depends: "a.Succeeded || b.Succeeded"'))
    assert [task.path for task in run(small(*tasks))[1]] == ["1", "2", "3"]


def test_tasks_that_wait_for_one_another_are_no_run() -> None:
    with pytest.raises(Refused, match="hangs"):
        run(small(call("a", rest=", depends: b.Succeeded"), call("b", rest=", depends: a.Succeeded")))


def test_a_template_without_end_is_stopped() -> None:
    endless = Manifest(SMALL.format(tasks="          - {name: again, template: flow}"))
    with pytest.raises(Refused, match="nests 100 levels deep"):
        run(endless)


def test_arguments_and_inputs_must_agree() -> None:
    with pytest.raises(Refused, match=r"is not given \['path'\]"):
        run(small("name: a, template: step"))
    with pytest.raises(Refused, match=r"has no input \['b'\]"):
        run(small('name: a, template: skips, arguments: {parameters: [{name: b, value: ""}]}'))


def test_retries_count_and_stop() -> None:
    flaky = small("name: a, template: flaky")
    assert run(flaky, 1, 1) == ("Succeeded", [TaskId("flaky", "r2")])
    assert run(flaky, 1, 1, 1) == ("Failed", [])
    assert run(flaky, 78) == ("Failed", [])


def test_a_hundred_levels_are_one_too_many() -> None:
    """The flow is the first level, so that a chain of 98 templates ends at the 99th."""
    chain = [f"    - {{name: t{at}, dag: {{tasks: [{{name: x, template: t{at + 1}}}]}}}}" for at in range(98)]
    for last, ends in ((96, True), (97, False)):
        end = f"    - {{name: t{last + 1}, dag: {{tasks: [{{name: x, template: t{last + 1}, when: 'false'}}]}}}}"
        lines = "\n".join([*chain[: last + 1], end])
        text = SMALL.format(tasks="          - {name: a, template: t0}") + lines + "\n"
        if ends:
            assert run(Manifest(text)) == ("Succeeded", [])
        else:
            with pytest.raises(Refused, match="nests 100 levels deep"):
                run(Manifest(text))


def test_a_failed_task_stops_those_after_it_and_nothing_beside_it() -> None:
    tasks = (
        call("a", "1"),
        call("b", "2"),
        call("c", "3", ", depends: b.Succeeded"),
        call("d", "4", ', depends: "a.Succeeded && c.Succeeded"'),
    )
    assert run(small(*tasks), 1) == ("Failed", [TaskId("s", "2"), TaskId("s", "3")])


def test_a_leaf_that_did_not_run_counts_as_those_before_it() -> None:
    tasks = (call("a", "1"), call("b", "2", ", depends: a.Succeeded"), call("c", "3", ", depends: a.Failed"))
    assert run(small(*tasks[:2]), 1) == ("Failed", [])
    assert run(small(*tasks[::2]), 1) == ("Succeeded", [TaskId("s", "3")])
    assert run(small(*tasks), 1) == ("Failed", [TaskId("s", "3")])


def test_a_step_writes_only_what_it_has_to_say() -> None:
    steps = Steps(flow_of("start: end\nend:"), next(every_run(structured(flow_of("end:")), (1,), 1)))
    with pytest.raises(Refused, match="step start writes no /tmp/flowc/next"):
        steps(Pod(task=TaskId("start", "r"), attempt=0, outputs=("/tmp/flowc/next",), parameters=True))


def test_expressions() -> None:
    tasks = {"tasks": {"a-b": {"status": "Succeeded", "outputs": {"parameters": {"next": "x"}}}, "c": {}}}
    text = "tasks['a-b'].status == 'Succeeded' ? tasks['a-b'].outputs.parameters.next : tasks.c.outputs"
    assert evaluate(text, tasks) == "x"
    assert evaluate("asInt(n) + 1", {"n": "41"}) == 42
    with pytest.raises(BadExpression):
        evaluate("tasks.c.outputs", tasks)
    assert is_true("'a' == 'a' && !(1 > 2)") is True
    with pytest.raises(BadExpression):
        is_true("a == a")
    with pytest.raises(BadExpression):
        is_true("'a' ==")


def test_depends() -> None:
    done = {"Succeeded": True, "Skipped": False}
    skipped = {"Succeeded": False, "Skipped": True}
    results = {"a-1": done, "b": skipped}
    assert named_tasks("a-1.Succeeded && (b.Succeeded || b.Skipped)") == ["a-1", "b"]
    assert depends_on("a-1.Succeeded && (b.Succeeded || b.Skipped)", results) is True
    assert depends_on("a-1.Succeeded && !b.Skipped", results) is False
