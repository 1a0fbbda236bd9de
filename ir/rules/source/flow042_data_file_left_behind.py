"""FLOW042: code opens a file that lies beside the flow and does not travel with it."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW042",
    title="Data file left behind",
    severity=Severity.WARNING,
    why=(
        "A task has the flow file, what it imports, the defaults of IncludeFiles, and what `package-include` or "
        "`package-suffixes` name. Another file that lies beside the flow is found on this machine and missing in "
        "the task. Packed files lie beside the code, where `__file__` finds them: not in the working folder, which "
        'a plain `open("words.json")` looks in.'
    ),
    bad="""\
import json
import os

from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        with open(os.path.join(os.path.dirname(__file__), "words.json")) as file:
            self.words = json.load(file)
        self.next(self.end)

    @step
    def end(self):
        print(self.words)
""",
    good="""\
import json

from metaflow import FlowSpec, IncludeFile, step


class HelloFlow(FlowSpec):
    text = IncludeFile("text", default="words.json")

    @step
    def start(self):
        self.words = json.loads(self.text)
        self.next(self.end)

    @step
    def end(self):
        print(self.words)
""",
    files={"words.json": '["one", "two"]\n'},
)
