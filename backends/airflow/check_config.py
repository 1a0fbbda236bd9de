"""Findings about the table `[airflow]` of the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flowc.backends.airflow.config import CONNECTION, LISTS, NUMBERS, SWITCHES, TABLES, TEXTS
from flowc.backends.airflow.executors import CLASSES
from flowc.backends.checks.named_steps import named_step_findings
from flowc.backends.protocol import Request
from flowc.diagnostics import Finding, error
from flowc.diagnostics.span import whole_file
from flowc.ir.features_used import back_edges
from flowc.ir.flow import Flow

LARGEST_BOUND = 1000
"""Passes that a loop may be unrolled to."""


def config_findings(request: Request) -> Iterator[Finding]:
    """Settings that do not exist, have no sense, or speak of other steps."""
    flow, own = request.flow, request.settings.own
    for name, value in own.items():
        problem = _problem(name, value)
        if problem is not None:
            yield _wrong(flow, name, problem)
    yield from _bounds(flow, own.get("loop-bounds", {}))
    yield from _steps(flow, own.get("steps", {}))


def _problem(name: str, value: Any) -> str | None:
    if name in NUMBERS:
        good = isinstance(value, int) and not isinstance(value, bool) and value > 0
        return None if good else "is a number, 1 or more"
    if name in SWITCHES:
        return None if isinstance(value, bool) else "is true or false"
    if name in TEXTS:
        return None if isinstance(value, str) else "is a text"
    if name in LISTS:
        good = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
        return None if good else "is a list of texts"
    if name in TABLES:
        return None if isinstance(value, Mapping) else "is a table"
    known = ", ".join((*TABLES, *TEXTS, *NUMBERS, *SWITCHES, *LISTS))
    return None if name in CONNECTION else f"is no setting of Airflow; there are {known}"


def _bounds(flow: Flow, bounds: Any) -> Iterator[Finding]:
    assert flow.region is not None, "only flows with structure come to a backend"
    headers = sorted({loop.header for loop, _, _ in back_edges(flow.region)})
    bounds = bounds if isinstance(bounds, Mapping) else {}
    for header, bound in bounds.items():
        if not isinstance(bound, int) or isinstance(bound, bool) or not 0 < bound <= LARGEST_BOUND:
            yield _wrong(flow, f"loop-bounds.{header}", f"is a number from 1 to {LARGEST_BOUND}")
    yield from named_step_findings(
        flow, "`[airflow.loop-bounds]`", bounds, headers, "the first step of a loop"
    )


def _steps(flow: Flow, steps: Any) -> Iterator[Finding]:
    steps = steps if isinstance(steps, Mapping) else {}
    for name, table in steps.items():
        if not isinstance(table, Mapping) or set(table) != {"executor"}:
            yield _wrong(flow, f"steps.{name}", "is a table with `executor`")
        elif table["executor"] not in CLASSES:
            yield _wrong(flow, f"steps.{name}.executor", f"is one of {', '.join(CLASSES)}")
    names = [str(step.id) for step in flow.steps]
    yield from named_step_findings(flow, "`[airflow.steps]`", steps, names, "a step")


def _wrong(flow: Flow, name: str, problem: str) -> Finding:
    return error(
        "FLOW321",
        whole_file(flow.file),
        f"`{name}` in the configuration of Airflow {problem}",
        help="correct the table [airflow] of flowc.toml",
    )
