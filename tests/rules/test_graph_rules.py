"""Which rule speaks of which graph, and where: on hand-written graphs, without reading source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowc.diagnostics import Finding
from flowc.ir.analyse import analyse
from flowc.ir.check import check
from flowc.ir.flow import Flow
from flowc.ir.rules import load, module_names
from flowc.ir.structure.fault import FaultKind
from tests.structure.build import flow_of


def graph_findings(flow: Flow) -> list[Finding]:
    own = {load(name).code for name in module_names("graph")}
    return [finding for finding in check(analyse(flow)) if finding.code in own]


# what, code, line of the span, words of the message
CASES = {
    "reserved": ("start: next\nnext: end\nend:", "FLOW011", 2, "a step cannot be named `next`"),
    "hidden": ("start: foreach_stack\nforeach_stack: end\nend:", "FLOW011", 2, "hides the method"),
    "no start": ("load: end\nend:", "FLOW012", 1, "flow `TestFlow` has no start step"),
    "no steps": ("", "FLOW012", 1, "flow `TestFlow` has no steps"),
    "no end": ("start: a\na: b\nb: a", "FLOW013", 1, "flow `TestFlow` has no end step"),
    "into start": ("start: a\na: ? start end\nend:", "FLOW015", 2, "`a` leads to `start`"),
    "start to itself": ("start: ? start end\nend:", "FLOW015", 1, "`start` leads to `start`"),
    "end goes on": ("start: end\nend: a\na: end", "FLOW016", 2, "the end step `end` has a transition"),
    "end joins": ("start: a b\na: end\nb: end\nend+:", "FLOW016", 4, "the end step `end` joins branches"),
    "capital": ("start: trainModel\ntrainModel: end\nend:", "FLOW017", 2, "`trainModel` is not a valid name"),
    "underscore": ("start: _a\n_a: end\nend:", "FLOW017", 2, "`_a` is not a valid name"),
    "unknown": ("start: trian\ntrain: end\nend:", "FLOW021", 1, "leads to `trian`, which does not exist"),
    "orphan": ("start: end\nx: y\ny: end\nend:", "FLOW022", 2, "step `x` is never reached"),
    "orphan cycle": ("start: end\nx: y\ny: ? x end\nend:", "FLOW022", 2, "step `x` is never reached"),
    "one case": ("start: ? end\nend:", "FLOW024", 1, "one case only"),
    "twice": ("start: a a\na: j\nj+: end\nend:", "FLOW025", 1, "splits into `a` 2 times"),
    "empty foreach": ("start: * j\nj+: end\nend:", "FLOW026", 1, "leads straight into the join `j`"),
    "empty branch": ("start: a j\na: j\nj+: end\nend:", "FLOW026", 1, "leads straight into the join `j`"),
    "lonely join": ("start: j\nj+: end\nend:", "FLOW027", 2, "no split is open where `start` leads to it"),
    "start joins": ("start+: end\nend:", "FLOW027", 1, "the start step `start` takes `inputs`"),
    "end in branch": (
        "start: a b\na: end\nb: end\nend:",
        "FLOW028",
        2,
        "before the split of `start` is joined",
    ),
    "end in foreach": ("start: * a\na: end\nend:", "FLOW028", 2, "before the foreach of `start` is joined"),
    "end in one arm": (
        "start: * a\na: ? b end\nb: j\nj+: end\nend:",
        "FLOW028",
        2,
        "before the foreach of `start` is joined",
    ),
    "two joins": ("start: a b\na: i\nb: j\ni+: end\nj+: end\nend:", "FLOW029", 1, "`i` and `j`"),
    "partial": (
        "start: a b c\na: i\nb: i\nc: j\ni+: j\nj+: end\nend:",
        "FLOW029",
        1,
        "the branches of `start` end in different joins",
    ),
    "branch in circles": ("start: a b\na: j\nb: b\nj+: end\nend:", "FLOW029", 4, "does not get `b`"),
    "unrelated": (
        "start: a b\na: c d\nb: j\nc: j\nd: j\nj+: end\nend:",
        "FLOW030",
        6,
        "`j` joins branches of different splits",
    ),
    "unrelated arms": (
        "start: ? l r\nl: a b\nr: c d\na: j\nb: j\nc: j\nd: j\nj+: end\nend:",
        "FLOW030",
        8,
        "`j` joins branches that were opened in different steps: `l` and `r`",
    ),
    "shared": ("start: a b\na: m\nb: m\nm: j\nj+: end\nend:", "FLOW031", 3, "`m` is reached from several"),
    "two depths": (
        "start: ? a m\na: * w\nw: m\nm: j\nj+: end\nend:",
        "FLOW031",
        3,
        "`m` is reached both inside and outside",
    ),
    "second entry": ("start: ? a b\na: b\nb: ? a end\nend:", "FLOW032", 3, "entered at `a` and `b`"),
    "endless": ("start: ? a end\na: b\nb: a\nend:", "FLOW033", 2, "a run that reaches `a` never ends"),
    "endless foreach": ("start: * a\na: a\nend:", "FLOW033", 1, "a run that reaches `start` never ends"),
    "back to join": (
        "start: a b\na: j\nb: j\nj+: k\nk: ? j end\nend:",
        "FLOW034",
        5,
        "`k` goes back to the join `j`",
    ),
    "back out": (
        "start: f\nf: * a\na: ? f b\nb: j\nj+: end\nend:",
        "FLOW034",
        3,
        "`a` goes back to `f`, outside",
    ),
    "gang": ("start: n a\na: j\nj+: end\nend:", "FLOW035", 1, "but it lacks `@parallel`"),
    "bodies": (
        "start: ? l r\nl: a b\nr: b c\na: j\nb: j\nc: j\nj+: end\nend:",
        "FLOW039",
        3,
        "belongs to the split of `l` and to the split of `r`",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_mistake_is_one_finding(name: str) -> None:
    table, code, line, words = CASES[name]
    findings = graph_findings(flow_of(table))
    assert [finding.code for finding in findings] == [code], findings
    assert findings[0].span.line == line
    assert words in findings[0].message
    assert findings[0].label and findings[0].help


GOOD = {
    "linear": "start: a\na: end\nend:",
    "single": "only:",
    "join splits": "start: a b\na: j\nb: j\nj+: c d\nc: k\nd: k\nk+: end\nend:",
    "case into the join": "start: * a\na: ? b j\nb: j\nj+: end\nend:",
    "one target, two cases": "start: ? a a\na: end\nend:",
    "crossed": "start: ? a b\na: ? c d\nb: ? c d\nc: end\nd: end\nend:",
    "loop": "start: a\na: b\nb: ? a end\nend:",
    "two exits": "start: a\na: ? b end\nb: ? a c\nc: end\nend:",
    "foreach in a loop": "start: a\na: * w\nw: j\nj+: d\nd: ? a end\nend:",
    "two openers": "start: ? l r\nl: a b\nr: b a\na: j\nb: j\nj+: end\nend:",
}


@pytest.mark.parametrize("name", GOOD)
def test_sound_graphs_get_no_finding(name: str) -> None:
    assert graph_findings(flow_of(GOOD[name])) == []


def test_a_typo_does_not_make_what_follows_unreachable() -> None:
    findings = graph_findings(flow_of("start: lod\nload: train\ntrain: end\nend:"))
    assert [(finding.code, finding.help) for finding in findings] == [
        ("FLOW021", "did you mean `self.load`?")
    ]


def test_a_method_without_step_is_named_as_such() -> None:
    flow = replace(flow_of("start: train\nend:"), members=("train",))
    (finding,) = graph_findings(flow)
    assert finding.message.endswith("which is a method but not a step")
    assert finding.help == "write `@step` above `def train(self)`"


def test_marks_decide_the_ends() -> None:
    flow = flow_of("a: b\nb: start\nstart: end\nend: c\nc:")
    steps = (
        replace(flow.steps[0], marked_start=True),
        *flow.steps[1:4],
        replace(flow.steps[4], marked_end=True),
    )
    findings = graph_findings(replace(flow, steps=steps))
    assert [(finding.code, finding.span.line) for finding in findings] == [("FLOW014", 3), ("FLOW014", 4)]


def test_two_marks_are_one_too_many() -> None:
    flow = flow_of("start: b\nb: end\nend:")
    steps = tuple(replace(step, marked_start=step.id != "end") for step in flow.steps)
    (finding,) = graph_findings(replace(flow, steps=steps))
    assert (finding.code, finding.span.line, finding.related[0].span.line) == ("FLOW012", 2, 1)


def test_parallel_steps_pair_with_num_parallel_and_a_join() -> None:
    flow = flow_of("start: a\na: b\nb: end\nend:")
    steps = tuple(
        replace(step, settings=replace(step.settings, parallel=step.id == "a")) for step in flow.steps
    )
    findings = graph_findings(replace(flow, steps=steps))
    assert [finding.code for finding in findings] == ["FLOW037", "FLOW036"]


def test_deep_nesting_stops_at_a_limit() -> None:
    depth = 70
    rows = ["start: * f0", *(f"f{i}: * f{i + 1}" for i in range(depth)), f"f{depth}: j{depth}"]
    rows += [*(f"j{i}+: j{i - 1}" for i in range(depth, 0, -1)), "j0+: end", "end:"]
    codes = {finding.code for finding in graph_findings(flow_of("\n".join(rows)))}
    assert codes == {"FLOW040"}


def test_every_kind_of_fault_has_a_case() -> None:
    seen = {fault.kind for table, *_ in CASES.values() for fault in analyse(flow_of(table)).faults}
    assert seen == set(FaultKind) - {FaultKind.TOO_DEEP, FaultKind.BACK_TO_JOIN}
