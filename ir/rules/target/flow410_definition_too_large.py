"""FLOW410: a state machine that is too large."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule
from flowc.ir.rules.target.examples import flow

_WIDE = "\n".join(
    f"""
    @environment(vars={{"WORDS": "word " * 1500}})
    @step
    def work{number}(self):
        self.next(self.{f"work{number + 1}" if number < 169 else "end"})
"""
    for number in range(170)
)

RULE = Rule(
    code="FLOW410",
    title="State machine too large",
    severity=Severity.ERROR,
    why=(
        "The definition of a state machine has at most 1 MiB: some 1,700 plain steps, fewer with long variables. "
        "Found here, it is a message; found there, it is a failed deployment."
    ),
    bad=flow("environment").replace("self.next(self.end)\n", "self.next(self.work0)\n" + _WIDE),
    good=flow("environment", on_step='@environment(vars={"WORDS": "a b c"})'),
    target="step-functions",
    ignorable=False,
)
