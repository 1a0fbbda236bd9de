"""The small flow that the examples of the target rules are made of: two steps, and one thing of interest."""

from __future__ import annotations

_FLOW = """\
from metaflow import {imports}


{on_flow}class ReportFlow(FlowSpec):
{members}    @step
    def start(self):
        self.next(self.work)

{on_step}    @step
    def work(self):
        print("working")
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def flow(*names: str, on_flow: str = "", members: str = "", on_step: str = "") -> str:
    """A flow file that imports `names`; each other text is one or more lines without indentation."""
    return _FLOW.format(
        imports=", ".join(("FlowSpec", *names, "step")),
        on_flow=_lines(on_flow, ""),
        members=_lines(members, "    ") + ("\n" if members else ""),
        on_step=_lines(on_step, "    "),
    )


def _lines(text: str, indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in text.splitlines())
