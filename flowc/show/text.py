"""A summary as text for people, or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from flowc.show.summary import FlowSummary, StepSummary


def as_json(summary: FlowSummary) -> str:
    """The summary as one JSON object."""
    return json.dumps(asdict(summary), indent=2) + "\n"


def as_text(summary: FlowSummary) -> str:
    """The summary as indented text, plain: the same on a terminal and in a file."""
    return "\n".join(_lines(summary)) + "\n"


def _lines(summary: FlowSummary) -> Iterator[str]:
    yield f"{summary.name}  {summary.file}"
    if summary.doc:
        yield f"  {summary.doc}"
    yield from (f"  {decorator}" for decorator in summary.decorators)
    yield from (f"  {item}" for item in summary.inputs)
    for step in summary.steps:
        yield ""
        yield from ("  " * (step.depth + 1) + line for line in _step(step))


def _step(step: StepSummary) -> Iterator[str]:
    name = f"{step.name} (join)" if step.is_join else step.name
    yield f"{name} (the end)" if step.next is None else f"{name} -> {step.next}"
    if step.doc:
        yield f"  {step.doc}"
    if step.decorators:
        yield "  " + " ".join(step.decorators)
    if step.reads:
        yield "  reads  " + ", ".join(step.reads)
    if step.writes:
        yield "  writes " + ", ".join(step.writes)
