"""The embedded engine on a real S3 API server: a dozen golden flows, and faults."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.cases import all_cases
from tests.conformance.protocol import Fault
from tests.conformance.run_case import Result, run_case
from tests.engines.local.adapter import LocalEngine
from tests.faults.campaign import OBJECTS, Campaign, plan
from tests.faults.running import faults_of
from tests.faults.s3_server import BUCKET, S3Server

CASES = {case.id: case for case in all_cases()}
DOZEN = (
    *("branch/default", "catch_and_retry/default", "crossed_merges/lx", "foreach/none", "foreach/seven"),
    *(
        "include_file/default",
        "loop_in_foreach/default",
        "merge_conflict/conflict",
        "nested_foreach/with-empty",
    ),
    *("parameters/given", "required_parameter/missing", "switch_keys/unknown"),
)
AWAY = 5.0


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    before = dict(os.environ)
    with S3Server() as server:
        os.environ.update(server.variables)
        yield server
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def campaign(server: S3Server, tmp_path: Path) -> Campaign:
    return Campaign(
        folder=tmp_path,
        variables=server.variables,
        store=lambda name: f"s3://{BUCKET}/{tmp_path.name}/{name}",
    )


@pytest.mark.parametrize("name", DOZEN)
def test_case(server: S3Server, tmp_path: Path, name: str) -> None:
    engine = LocalEngine(f"s3://{BUCKET}/cases/{name}")
    engine.start(tmp_path)
    assert run_case(engine, CASES[name]) == Result("passed")


@pytest.mark.parametrize("fault", [Fault("kill-task", "flaky"), Fault("kill-engine", "flaky")])
def test_a_fault_changes_nothing(server: S3Server, tmp_path: Path, fault: Fault) -> None:
    engine = LocalEngine(f"s3://{BUCKET}/faults/{fault.kind}")
    engine.start(tmp_path)
    assert run_case(engine, CASES["retry/default"], fault) == Result("passed")


def test_a_kill_changes_nothing(campaign: Campaign) -> None:
    base = campaign.baseline("foreach/two")
    points = plan([base], 6, 3, OBJECTS)
    told = {point: campaign.strike(base, point, str(number)) for number, point in enumerate(points)}
    assert {point: wrong for point, wrong in told.items() if wrong} == {}
    assert sum(wrong is not None for wrong in told.values()) >= 4


def test_a_server_that_is_away_is_waited_for(server: S3Server, campaign: Campaign) -> None:
    base = campaign.baseline("foreach/two")
    site = campaign.site("away", base.case)
    back = threading.Timer(AWAY, server.away.clear)
    server.away.set()
    back.start()
    try:
        ended = site.begin()
    finally:
        back.cancel()
        server.away.clear()
    assert faults_of(site, base.made, ended) == []


def test_a_connection_that_breaks_is_made_again(server: S3Server, campaign: Campaign) -> None:
    base = campaign.baseline("foreach/two")
    site = campaign.site("broken", base.case)
    stop = threading.Event()

    def cut() -> None:
        while not stop.wait(0.15):
            server.cut()

    cutting = threading.Thread(target=cut)
    cutting.start()
    try:
        ended = site.begin()
    finally:
        stop.set()
        cutting.join()
    assert faults_of(site, base.made, ended) == []
