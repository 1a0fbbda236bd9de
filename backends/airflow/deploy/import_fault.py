"""An import error of Airflow, as a person wants it: the last line, and where in the flow it comes from."""

from __future__ import annotations

import re

LINE = re.compile(r'File "[^"]*", line (\d+)')
SOURCE = re.compile(r"#.*?([\w./-]+\.py:\d+)")
"""The comment by which a line of the DAG file names the line of the flow that it stands for."""


def readable(trace: str, text: str) -> str:
    """The error of a stack trace. `text` is the DAG file, whose comments lead to lines of the flow."""
    lines = [line for line in trace.strip().splitlines() if line.strip()]
    message = lines[-1].strip() if lines else "no reason is given"
    source = origin(trace, text)
    return f"{message} ({source})" if source else message


def origin(trace: str, text: str) -> str:
    """`flow.py:12`, or "": the nearest comment that names a line of the flow, at or above a line of the trace."""
    lines = text.splitlines()
    for number in reversed([int(found) for found in LINE.findall(trace)]):
        for line in reversed(lines[: min(number, len(lines))]):
            found = SOURCE.search(line)
            if found:
                return found.group(1)
            if line.startswith(("def ", "with ", "import ", "from ")):
                break
    return ""
