"""Forty points of the campaign that `make faults` runs, and whether a fault would be noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.campaign import Baseline, Campaign, plan
from tests.faults.points import Point
from tests.faults.running import differing, faults_of, leftovers, snapshot

CASES = ("foreach/two", "nested_foreach/ragged", "switch/pass", "loop_over_steps/default", "retry/default")
COUNT, SEED = 40, 7


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    folder = tmp_path_factory.mktemp("faults")
    return Campaign(folder=folder, variables={}, store=lambda name: str(folder / name / "store"))


@pytest.fixture(scope="module")
def baselines(campaign: Campaign) -> dict[str, Baseline]:
    return {name: campaign.baseline(name) for name in CASES}


@pytest.mark.parametrize("quarter", range(4))
def test_a_kill_changes_nothing(tmp_path: Path, quarter: int) -> None:
    campaign = Campaign(folder=tmp_path, variables={}, store=lambda name: str(tmp_path / name / "store"))
    known = {name: campaign.baseline(name) for name in CASES}
    points = plan(list(known.values()), COUNT, SEED)[quarter::4]
    told = {point: campaign.strike(known[point.flow], point, f"{n}") for n, point in enumerate(points)}
    assert {point: wrong for point, wrong in told.items() if wrong} == {}
    assert sum(wrong is not None for wrong in told.values()) >= 8


def test_every_moment_of_every_operation_is_planned(baselines: dict[str, Baseline]) -> None:
    points = plan(list(baselines.values()), 10_000, SEED)
    kinds = {(point.role, point.operation, point.moment) for point in points}
    for role, operation in (("step", "put_if_absent"), ("step", "put"), ("zygote", "put_if_absent")):
        assert {moment for r, o, moment in kinds if (r, o) == (role, operation)} == {
            "before", "half", "whole", "placed", "after",
        }  # fmt: skip
    assert plan(list(baselines.values()), 50, SEED) == plan(list(baselines.values()), 50, SEED)
    assert plan(list(baselines.values()), 50, SEED) != plan(list(baselines.values()), 50, SEED + 1)


def test_a_point_that_is_not_there_is_not_reached(campaign: Campaign, baselines: dict[str, Baseline]) -> None:
    point = Point("switch/pass", "step", "put", "run/tasks/nothing/r/winner.json", "before", "self")
    assert campaign.strike(baselines["switch/pass"], point, "not-there") is None


def test_a_difference_would_be_found(campaign: Campaign, baselines: dict[str, Baseline]) -> None:
    base = baselines["foreach/two"]
    site = campaign.site("different", base.case)
    ended = site.begin()
    assert faults_of(site, base.made, ended) == []
    other = {**base.made, "tasks": {**base.made["tasks"], "work/r.0": None}}
    assert len(differing(other, snapshot(site))) == 2
    (winner,) = site.folder.glob("store/*/*/*/runs/*/tasks/work/r.1/winner.json")
    winner.unlink()
    wrong = faults_of(site, base.made, ended)
    assert any(text.startswith("work/r.1: ") for text in wrong)
    blob = next(iter(sorted(site.folder.glob("store/*/*/*/blobs/*/*"))))
    blob.write_bytes(blob.read_bytes()[:-1])
    assert any(f"{blob.name} is damaged" in text for text in faults_of(site, base.made, ended))
    assert leftovers(site.folder, 0.0) == []
