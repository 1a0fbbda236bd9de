"""FLOW002: the file is not text in the encoding that it claims."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW002",
    title="Not text that Python reads",
    severity=Severity.ERROR,
    why=(
        "Source is UTF-8 unless a comment in one of its first two lines says otherwise. Bytes that do not fit "
        "the encoding, and NUL characters, stop Python before it has read a word."
    ),
    bad="""\
# -*- coding: latin-one -*-
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
# -*- coding: latin-1 -*-
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    ignorable=False,
)
