"""Each kind of region becomes the tasks that README.md describes."""

from __future__ import annotations

from tests.argo.build import request_of, tasks_of, template_of, workflow_of


def test_linear_steps_depend_on_success() -> None:
    tasks = tasks_of(request_of())
    assert tasks == {
        "start": {"name": "start", "template": "start"},
        "hello": {"name": "hello", "template": "hello", "depends": "start.Succeeded"},
        "end": {"name": "end", "template": "end", "depends": "hello.Succeeded"},
    }


def test_single_step() -> None:
    assert list(tasks_of(request_of("start:"))) == ["start"]


def test_fork_joins_the_last_steps_of_its_branches() -> None:
    tasks = tasks_of(request_of("start: a b\na: a2\na2: j\nb: j\nj+: end\nend:"))
    assert tasks["a"]["depends"] == tasks["b"]["depends"] == "start.Succeeded"
    assert tasks["j"]["depends"] == "a2.Succeeded && b.Succeeded"


def test_switch_puts_when_on_its_cases_and_the_merge_takes_either() -> None:
    tasks = tasks_of(request_of("start: ? a b\na: m\nb: b2\nb2: m\nm: end\nend:"))
    assert tasks["a"]["when"] == "'{{tasks.start.outputs.parameters.next}}' == 'a'"
    assert tasks["b"]["when"] == "'{{tasks.start.outputs.parameters.next}}' == 'b'"
    assert tasks["m"]["depends"] == "a.Succeeded || b2.Succeeded"
    assert "when" not in tasks["m"]


def test_switch_writes_next_and_others_do_not() -> None:
    request = request_of("start: ? a b\na: m\nb: m\nm: end\nend:")
    outputs = template_of(request, "start")["outputs"]["parameters"]
    assert outputs == [{"name": "next", "valueFrom": {"path": "/tmp/flowc/next"}}]
    assert "outputs" not in template_of(request, "a")


def test_case_edge_into_a_merge_gets_a_guard_without_a_pod() -> None:
    request = request_of("start: ? a m\na: m\nm: end\nend:")
    tasks = tasks_of(request)
    assert tasks["start-to-m"] == {
        "name": "start-to-m",
        "template": "pass",
        "depends": "start.Succeeded",
        "when": "'{{tasks.start.outputs.parameters.next}}' == 'm'",
    }
    assert sorted(tasks["m"]["depends"].split(" || ")) == ["a.Succeeded", "start-to-m.Succeeded"]
    assert "when" not in tasks["m"]
    guard = template_of(request, "pass")
    assert guard["dag"]["tasks"] == [{"name": "nothing", "template": "pass", "when": "false"}]


def test_no_guard_template_without_a_guard() -> None:
    names = [template["name"] for template in workflow_of(request_of())["spec"]["templates"]]
    assert names == ["flow", "start", "hello", "end"]


def test_case_edges_of_two_switches_into_one_merge_have_a_guard_each() -> None:
    tasks = tasks_of(request_of("start: ? s t\ns: ? a m\nt: ? b m\na: m\nb: m\nm: end\nend:"))
    assert sorted(tasks["m"]["depends"].split(" || ")) == [
        "a.Succeeded", "b.Succeeded", "s-to-m.Succeeded", "t-to-m.Succeeded",
    ]  # fmt: skip


def test_no_task_refers_to_outputs_of_a_task_it_does_not_depend_on() -> None:
    table = "start: ? s t\ns: ? a m\nt: ? b m\na: m\nb: m\nm: ? s2 end\ns2: end\nend:"
    for task in tasks_of(request_of(table)).values():
        if "when" in task:
            source = task["when"].split("tasks.")[1].split(".")[0]
            assert task["depends"] == f"{source}.Succeeded"


def test_foreach_of_one_step_calls_the_step_itself() -> None:
    request = request_of("start: * work\nwork: j\nj+: end\nend:")
    tasks = tasks_of(request)
    assert tasks["work"] == {
        "name": "work",
        "template": "work",
        "depends": "start.Succeeded",
        "withSequence": {"count": "{{tasks.start.outputs.parameters.splits}}"},
        "arguments": {"parameters": [{"name": "path", "value": "r.{{item}}"}]},
    }
    assert tasks["j"]["depends"] == "start.Succeeded && (work.Succeeded || work.Skipped)"
    assert template_of(request, "work")["inputs"] == {"parameters": [{"name": "path"}]}
    assert "inputs" not in template_of(request, "j")


def test_foreach_of_several_steps_has_a_template() -> None:
    request = request_of("start: * a\na: * b\nb: j\nj+: k\nk+: end\nend:")
    assert tasks_of(request)["a-each"]["template"] == "a-each"
    inner = tasks_of(request, "a-each")
    assert inner["a"]["arguments"]["parameters"] == [{"name": "path", "value": "{{inputs.parameters.path}}"}]
    assert inner["b"]["arguments"]["parameters"] == [
        {"name": "path", "value": "{{inputs.parameters.path}}.{{item}}"}
    ]
    assert inner["j"]["depends"] == "a.Succeeded && (b.Succeeded || b.Skipped)"


def test_each_opener_of_a_foreach_has_its_own_count() -> None:
    tasks = tasks_of(request_of("start: ? a b\na: * x\nb: * x\nx: j\nj+: end\nend:"))
    assert tasks["x-from-a"]["withSequence"]["count"] == "{{tasks.a.outputs.parameters.splits}}"
    assert tasks["x-from-a"]["depends"] == "a.Succeeded"
    assert tasks["x-from-b"]["depends"] == "b.Succeeded"
    assert tasks["x-from-a"]["template"] == tasks["x-from-b"]["template"] == "x"
    assert tasks["j"]["depends"] == (
        "(a.Succeeded && (x-from-a.Succeeded || x-from-a.Skipped))"
        " || (b.Succeeded && (x-from-b.Succeeded || x-from-b.Skipped))"
    )


def test_two_openers_of_one_branch() -> None:
    tasks = tasks_of(request_of("start: ? a b\na: x y\nb: y x\nx: j\ny: j\nj+: end\nend:"))
    assert tasks["x"]["depends"] == tasks["y"]["depends"] == "a.Succeeded || b.Succeeded"
    assert tasks["j"]["depends"] == "x.Succeeded && y.Succeeded"


def test_switch_in_a_branch_straight_to_the_join() -> None:
    tasks = tasks_of(request_of("start: s t\ns: ? a j\na: j\nt: j\nj+: end\nend:"))
    assert sorted(tasks["j"]["depends"].split(" && ")) in (
        ["(a.Succeeded || s-to-j.Succeeded)", "t.Succeeded"],
        ["(s-to-j.Succeeded || a.Succeeded)", "t.Succeeded"],
    )


def test_loop_calls_its_own_template() -> None:
    request = request_of("start: train\ntrain: check\ncheck: ? train end\nend:")
    assert tasks_of(request)["train-loop"]["arguments"]["parameters"] == [
        {"name": "path", "value": "r"},
        {"name": "iter", "value": "0"},
    ]
    assert tasks_of(request)["end"]["depends"] == "train-loop.Succeeded"
    inner = tasks_of(request, "train-loop")
    assert inner["train"]["arguments"]["parameters"][0]["value"] == (
        "{{inputs.parameters.path}}_{{inputs.parameters.iter}}"
    )
    assert inner["train-again"] == {
        "name": "train-again",
        "template": "train-loop",
        "depends": "check.Succeeded",
        "when": "'{{tasks.check.outputs.parameters.next}}' == 'train'",
        "arguments": {
            "parameters": [
                {"name": "path", "value": "{{inputs.parameters.path}}"},
                {"name": "iter", "value": "{{=asInt(inputs.parameters.iter) + 1}}"},
            ]
        },
    }
    assert "outputs" not in template_of(request, "train-loop")


def test_loop_with_several_exits_says_which_one_it_took() -> None:
    request = request_of(
        "start: h\nh: ? i good\ni: ? h bad\ngood: end\nbad: end\nend:",
    )
    (output,) = template_of(request, "h-loop")["outputs"]["parameters"]
    assert output == {
        "name": "next",
        "valueFrom": {
            "expression": "tasks['h-again'].status == 'Succeeded' ? tasks['h-again'].outputs.parameters.next"
            " : tasks['i'].status == 'Succeeded' ? tasks['i'].outputs.parameters.next"
            " : tasks['h'].outputs.parameters.next"
        },
    }
    tasks = tasks_of(request)
    assert tasks["good"]["when"] == "'{{tasks.h-loop.outputs.parameters.next}}' == 'good'"
    assert tasks["bad"]["when"] == "'{{tasks.h-loop.outputs.parameters.next}}' == 'bad'"


def test_loop_in_foreach_and_foreach_in_loop_extend_the_path() -> None:
    inside = request_of("start: * w\nw: ? w j\nj+: end\nend:")
    assert tasks_of(inside)["w-loop"]["arguments"]["parameters"][0]["value"] == "r.{{item}}"
    around = request_of("start: h\nh: * w\nw: j\nj+: c\nc: ? h end\nend:")
    assert tasks_of(around, "h-loop")["w"]["arguments"]["parameters"][0]["value"] == (
        "{{inputs.parameters.path}}_{{inputs.parameters.iter}}.{{item}}"
    )


def test_five_thousand_steps() -> None:
    rows = [f"s{number}: s{number + 1}" for number in range(5000)]
    tasks = tasks_of(request_of("\n".join(["start: s0", *rows, "s5000: end", "end:"])))
    assert len(tasks) == 5003
    assert tasks["s4999"]["depends"] == "s4998.Succeeded"
