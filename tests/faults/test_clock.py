"""A clock that jumps by a day while a run is under way, or a collector is: results and blobs stay as they are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from flowc.client.places import find_run
from flowc.client.store_care import collect, take_census
from flowc.runtime_shim.artifacts.spool import GRACE
from tests.faults.campaign import Campaign
from tests.faults.running import Site, faults_of

DAY = 24 * 3600
JUMPS = (-DAY, DAY, -366 * DAY, 366 * DAY)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return Campaign(folder=tmp_path, variables={}, store=lambda name: str(tmp_path / name / "store"))


@pytest.mark.parametrize("seconds", JUMPS)
@pytest.mark.parametrize("case", ["foreach/two", "retry/default", "timeout/default"])
def test_a_jump_changes_nothing(campaign: Campaign, case: str, seconds: int) -> None:
    base = campaign.baseline(case)
    for count in (1, 12, 30):
        site = campaign.site(f"jump-{count}", base.case)
        ended = site.begin(FAULT_CLOCK=f"{seconds}|{count}")
        assert site.mark.exists()
        assert faults_of(site, base.made, ended) == []


def test_the_latest_run_is_the_latest_by_the_clock_and_both_are_listed(campaign: Campaign) -> None:
    from flowc.client.flow import Flow

    base = campaign.baseline("hello/default")
    site = campaign.site("runs", base.case)
    site.begin()
    first = site.run_id
    site.begin(FAULT_CLOCK=f"{-DAY}|0")
    flow = find_run(site.store, None, first)[0].flow.flow
    assert [run.id for run in Flow(flow, store=site.store)] == [first, site.run_id]


@pytest.mark.parametrize("seconds", [-DAY, DAY])
def test_gc_keeps_what_is_in_use(campaign: Campaign, monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """The collector's clock jumps while a run stands between the blobs of a task and its manifest."""
    base = campaign.baseline("foreach/two")
    manifest = next(
        line for line in base.trace if line.startswith("step|put|run/tasks/work/r.0/attempts/0/mani")
    )
    site = campaign.site("collected", base.case)
    site.begin(FAULT_POINT=f"{manifest}|before|all")
    assert site.mark.exists()
    keys = find_run(site.store, None, site.run_id)[0].flow
    orphans = take_census(site.store, keys, verify=True).orphans()
    assert orphans
    true_time = time.time
    monkeypatch.setattr(time, "time", lambda: true_time() + seconds)
    assert collect(site.store, keys) == []
    assert faults_of(site, base.made, site.go_on()) == []
    _leave(site, monkeypatch, true_time)


def _leave(site: Site, monkeypatch: pytest.MonkeyPatch, true_time: object) -> None:
    """After the grace, by any clock, nothing that is referred to is removed."""
    monkeypatch.setattr(time, "time", lambda: true_time() + GRACE + DAY)  # type: ignore[operator]
    keys = find_run(site.store, None, site.run_id)[0].flow
    collect(site.store, keys)
    census = take_census(site.store, keys, verify=True)
    assert (census.missing(), census.damaged, census.orphans()) == ([], [], [])
