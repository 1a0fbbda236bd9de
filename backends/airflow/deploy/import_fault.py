"""An import error of Airflow, as a person wants it: the last line, and the step of the flow that it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping

LINE = re.compile(r'File "[^"]*", line (\d+)')
STEP = re.compile(r'\bstep\("([^"\\]+)"')
"""Where a line of the DAG file makes the task of a step."""


def readable(trace: str, text: str, sources: Mapping[str, str]) -> str:
    """The error of a stack trace. `text` is the DAG file, `sources` has the place of each step in the flow."""
    lines = [line for line in trace.strip().splitlines() if line.strip()]
    message = lines[-1].strip() if lines else "no reason is given"
    source = origin(trace, text, sources)
    return f"{message} ({source})" if source else message


def origin(trace: str, text: str, sources: Mapping[str, str]) -> str:
    """`flow.py:12, step train`, or "": the step whose task the innermost line of the DAG file makes."""
    lines = text.splitlines()
    for number in reversed([int(found) for found in LINE.findall(trace)]):
        for line in reversed(lines[: min(number, len(lines))]):
            found = STEP.search(line)
            if found and found.group(1) in sources:
                return f"{sources[found.group(1)]}, step {found.group(1)}"
            if line and not line.startswith((" ", "}", ")")):
                break
    return ""
