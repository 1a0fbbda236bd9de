"""Findings of the data-flow rules over small flows, written as steps only."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from tests.compiling import read


def findings(folder: Path, steps: str, attributes: str = "", module: str = "") -> list[tuple[str, str, int]]:
    """`(code, severity, line)` of each finding, line 1 being the first line of `steps`.

    `steps` has the methods, `@step` left out where a line starts with `def`.
    """
    lead = (
        "from metaflow import FlowSpec, Parameter, catch, step\n"
        + dedent(module)
        + "\n\nclass TestFlow(FlowSpec):\n"
    )
    lead += indent(dedent(attributes), "    ")
    body = dedent(steps).strip("\n").splitlines()
    lines: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(body, 1):
        if line.startswith("def ") and "#" not in line:
            lines.append("    @step")
            numbers.append(number)
        lines.append("    " + line)
        numbers.append(number)
    path = folder / "flow.py"
    path.write_text(lead + "\n".join(lines) + "\n", encoding="utf-8")
    before = lead.count("\n")
    return [
        (finding.code, finding.severity.value, numbers[finding.span.line - before - 1])
        for finding in read(path).findings
    ]
