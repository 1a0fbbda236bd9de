"""FLOW034: a back edge to a join, or out of a branch or foreach."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import StepId
from flowc.ir.rule import Rule
from flowc.ir.rules.graph.faults import faults
from flowc.ir.rules.graph.paths import reached_from
from flowc.ir.rules.graph.wording import way_to
from flowc.ir.structure.fault import Fault, FaultKind


def _check(analysis: Analysis) -> Iterator[Finding]:
    for fault in faults(analysis, FaultKind.BACK_TO_JOIN):
        yield _to_join(analysis, fault.step, fault.others[0])
    for fault in faults(analysis, FaultKind.JOIN_WITHOUT_SPLIT):
        if fault.others[0] in reached_from(analysis, [fault.step]):
            yield _to_join(analysis, fault.others[0], fault.step)
    for fault in faults(analysis, FaultKind.BACK_OUT_OF_FRAME):
        if fault.others[0] != analysis.start:  # FLOW015 speaks of transitions to the start
            yield _out_of_frame(analysis, fault)


def _to_join(analysis: Analysis, source: str, target: str) -> Finding:
    join = analysis.steps[StepId(target)]
    return error(
        "FLOW034",
        way_to(analysis.steps[StepId(source)], join.id),
        f"step `{source}` goes back to the join `{join.id}`",
        label="a join cannot run again: its inputs are those of one split",
        help=f"go back to a step after `{join.id}`, or to one before its split",
        related=(Label(span=join.span, text="the join"),),
    )


def _out_of_frame(analysis: Analysis, fault: Fault) -> Finding:
    target = analysis.steps[StepId(fault.others[0])]
    return error(
        "FLOW034",
        way_to(analysis.steps[StepId(fault.step)], target.id),
        f"step `{fault.step}` goes back to `{target.id}`, outside of the branch or foreach it is in",
        label="a loop has to stay in its branch or foreach",
        help="join first, and let a step after the join decide whether to go back",
        related=(Label(span=target.span, text="goes back to this step"),),
    )


RULE = Rule(
    code="FLOW034",
    title="Loop goes back to a join or out of its branch",
    severity=Severity.ERROR,
    why=(
        "A loop goes back to an earlier step of the same branch or foreach. It cannot go back to a "
        "join, whose inputs are gone, nor out of a branch or foreach, which other tasks are still "
        "running."
    ),
    bad="""\
from metaflow import FlowSpec, step


class RejoinFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.fan)

    @step
    def fan(self):
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.more = False
        self.next(self.decide)

    @step
    def decide(self):
        self.next({True: self.join, False: self.end}, condition="more")

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class RejoinFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.fan)

    @step
    def fan(self):
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.more = False
        self.next(self.decide)

    @step
    def decide(self):
        self.next({True: self.decide, False: self.end}, condition="more")

    @step
    def end(self):
        pass
""",
    check=_check,
)
