"""Differences of two flows, exactly as a user reads them."""

from __future__ import annotations

from dataclasses import replace

from flowc.diff import compare
from flowc.ir.analyse import analyse
from flowc.ir.flow import Flow, Parameter, Schedule
from flowc.ir.settings import Resources, Retry, Settings
from flowc.ir.values import Known
from tests.structure.build import at, flow_of

OLD = "start: a b\na: j\nb: j\nj+: end\nend:"


def flow(table: str) -> Flow:
    return analyse(flow_of(table)).flow


def lines(old: Flow, new: Flow) -> list[str]:
    return [str(change) for change in compare(old, new)]


def test_same_flow_with_its_methods_shuffled() -> None:
    assert lines(flow(OLD), flow("end:\nj+: end\nb: j\nstart: a b\na: j")) == []


def test_step_added_and_edge_moved() -> None:
    assert lines(flow(OLD), flow("start: a b\na: c\nc: j\nb: j\nj+: end\nend:")) == [
        "step a: next: linear j -> linear c",
        "step c: added: - -> linear j",
    ]


def test_step_removed() -> None:
    assert lines(flow("start: a\na: end\nend:"), flow("start: end\nend:")) == [
        "step a: removed",
        "step start: next: linear a -> linear end",
    ]


def test_rename_is_no_removal() -> None:
    new = "start: a better\na: j\nbetter: j\nj+: end\nend:"
    assert lines(flow(OLD), flow(new)) == ["step better: renamed: b -> better"]


def test_two_alike_renamed_at_once_are_not_guessed() -> None:
    new = "start: x y\nx: j\ny: j\nj+: end\nend:"
    kinds = [change.what for change in compare(flow(OLD), flow(new))]
    assert kinds == ["removed", "removed", "next", "added", "added"]


def test_settings_parameters_and_schedule() -> None:
    old = flow("start: end\nend:")
    settings = Settings(resources=Resources(memory=8192), retry=Retry(times=3, span=at(9)))
    parameter = Parameter(
        attribute="alpha",
        name="alpha",
        type="float",
        default=Known(value=0.1),
        required=False,
        help="",
        span=at(2),
    )
    new = replace(
        old,
        steps=(replace(old.steps[0], settings=settings), old.steps[1]),
        parameters=(parameter,),
        schedule=Schedule(cron="0 6 * * *", timezone=None, span=at(1)),
    )
    assert lines(old, new) == [
        "parameter alpha: added",
        "flow: schedule: - -> schedule(cron='0 6 * * *')",
        "step start: resources.memory: 4096 -> 8192",
        "step start: retry: - -> retry(times=3, minutes_between_retries=2)",
    ]
    louder = replace(parameter, default=Known(value=0.2))
    assert lines(new, replace(new, parameters=(louder,))) == ["parameter alpha: default.value: 0.1 -> 0.2"]
