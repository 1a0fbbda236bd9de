"""Many fault points, over several golden flows: the plan of a campaign, and its execution two at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.cases import Case, all_cases
from tests.faults.points import Point, chosen, points_of
from tests.faults.running import Site, leftovers, snapshot, strike

CASES = (
    *("foreach/seven", "nested_foreach/ragged", "nested_branch/default", "branch_in_foreach/default"),
    *("loop_over_steps/default", "loop_in_foreach/default", "switch/pass", "foreach_in_loop/default"),
    *("retry/default", "catch_var/default", "catch_and_retry/default", "merge_conflict/conflict"),
)
"""Flows that open every kind of region, and one that fails."""
COUNTED = frozenset(("retry", "catch_var", "catch_and_retry", "merge_conflict"))
"""Flows in which the number of an attempt shows: a killed attempt counts, as it should."""
FOLDER = ("before", "half", "whole", "placed", "after")
OBJECTS = ("before", "after")


@dataclass(frozen=True, slots=True)
class Baseline:
    """A case, what an undisturbed run of it makes, and what it asks of the store."""

    case: Case
    made: Mapping[str, Any]
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Runs of cases below a folder. `store` gives the URL of the store for a site's name."""

    folder: Path
    variables: Mapping[str, str]
    store: Callable[[str], str]

    def site(self, name: str, case: Case) -> Site:
        """A new place for a run."""
        folder = self.folder / name
        folder.mkdir(parents=True)
        return Site(
            case=case,
            folder=folder,
            url=self.store(name),
            cache=self.folder / "cache",
            variables=self.variables,
        )

    def baseline(self, name: str) -> Baseline:
        """Run a case undisturbed. Raises AssertionError when it does not end as it should."""
        case = next(case for case in all_cases() if case.id == name)
        site = self.site(f"undisturbed-{name.replace('/', '-')}", case)
        ended = site.begin(FAULT_TRACE=str(site.folder / "trace"))
        assert ended.code == (0 if case.status == "succeeded" else 1), ended.err
        trace = (site.folder / "trace").read_text(encoding="utf-8").splitlines()
        return Baseline(case, snapshot(site), tuple(sorted(set(trace))))

    def strike(self, baseline: Baseline, point: Point, name: str) -> list[str] | None:
        """One point; what is wrong after it, None when it was not reached. A sound site is removed."""
        site = self.site(name, baseline.case)
        wrong = strike(site, baseline.made, FAULT_POINT=str(point))
        if wrong is not None:
            wrong += [f"still running: {process}" for process in leftovers(site.folder, 20.0)]
        if not wrong:
            shutil.rmtree(site.folder, ignore_errors=True)
        return wrong


def plan(
    baselines: Sequence[Baseline], count: int, seed: int, moments: Sequence[str] = FOLDER
) -> list[Point]:
    """The points of a campaign."""
    every = [
        point
        for base in baselines
        for point in points_of(
            base.case.id,
            base.trace,
            counted=base.case.folder in COUNTED,
            moments=moments,
        )
    ]
    return chosen(every, count, seed)


def execute(
    campaign: Campaign, baselines: Sequence[Baseline], points: Sequence[Point], workers: int
) -> Iterator[tuple[Point, list[str] | None]]:
    """Every point with what is wrong after it."""
    known = {base.case.id: base for base in baselines}

    def one(numbered: tuple[int, Point]) -> tuple[Point, list[str] | None]:
        number, point = numbered
        return point, campaign.strike(known[point.flow], point, f"point-{number}")

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, enumerate(points))
