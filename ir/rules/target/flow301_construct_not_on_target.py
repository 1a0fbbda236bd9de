"""FLOW301: the flow needs what the target does not have."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

_GANG = """\
from metaflow import FlowSpec, parallel, step


class TrainFlow(FlowSpec):
    @step
    def start(self):
        self.shards = [1, 2, 3, 4]
        self.next(self.train, num_parallel=4)

    @parallel
    @step
    def train(self):
        print("training")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""

RULE = Rule(
    code="FLOW301",
    title="Construct that the target cannot run",
    severity=Severity.ERROR,
    why=(
        "Engines differ. What one of them cannot do, or what flowc cannot yet do there, is said "
        "before anything is deployed: nothing is left out silently."
    ),
    bad=_GANG,
    good=_GANG.replace("num_parallel=4", 'foreach="shards"').replace("    @parallel\n", ""),
    files={"flowc.toml": 'store = "s3://bucket/flows"\n'},
    target="argo",
    ignorable=False,
)
