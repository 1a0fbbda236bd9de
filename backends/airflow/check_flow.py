"""Findings about parameters and about what starts a flow on Airflow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.airflow.starts import uris
from flowc.backends.checks.schedules import schedule_findings
from flowc.backends.unix_cron import convert
from flowc.diagnostics import Finding, error
from flowc.ir.flow import Flow, IncludeFile, Parameter, Schedule


def flow_findings(flow: Flow) -> Iterator[Finding]:
    """Parameters that nobody can give a value, and starts that exclude each other."""
    if flow.schedule is not None:
        yield from _schedule(flow, flow.schedule)
    for parameter in flow.parameters:
        if parameter.required and (flow.schedule is not None or uris(flow)):
            yield _never_given(parameter)
    yield from (_no_file(file) for file in flow.include_files if file.required and file.default is None)


def _schedule(flow: Flow, schedule: Schedule) -> Iterator[Finding]:
    yield from schedule_findings(schedule, convert, "Airflow")
    if uris(flow):
        yield error(
            "FLOW320",
            schedule.span,
            "the flow has a schedule, and events to wait for",
            label="a DAG of Airflow has one or the other",
            help="remove `@schedule`, or the triggers; a small scheduled flow can start this one when it ends",
        )


def _never_given(parameter: Parameter) -> Finding:
    return error(
        "FLOW307",
        parameter.span,
        f"parameter `{parameter.name}` has no default, but nobody starts the flow by hand",
        label="a run that a schedule or an event starts has nobody to give it a value",
        help="give it a `default`, or remove the schedule and the triggers",
    )


def _no_file(file: IncludeFile) -> Finding:
    return error(
        "FLOW310",
        file.span,
        f"the file of `{file.name}` has to be named when a run starts, which Airflow cannot do",
        label="no default, and a worker has no files of yours",
        help="give it a `default`: the file then travels in the code package",
    )
