"""A disk that is full, really where this machine lets a test mount one: a clear outcome, and a run that goes on."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc.client.places import flows
from flowc.client.store_care import take_census
from flowc.runtime_shim.store import open_store
from tests.faults.campaign import Campaign
from tests.faults.running import faults_of
from tests.local.running import Place

LARGE = """
import os


class LargeFlow(FlowSpec):
    @step
    def start(self):
        self.small = 1
        self.next(self.large)

    @step
    def large(self):
        self.data = os.urandom(8_000_000)
        self.next(self.end)

    @step
    def end(self):
        assert len(self.data) == 8_000_000
"""
NO_SPACE = os.strerror(errno.ENOSPC)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        pytest.skip(
            f"a small file system cannot be mounted here, only the hooked faults run: {mounted.stderr}"
        )
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_an_artifact_that_does_not_fit(disk: Path, tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.write(LARGE)
    url = str(disk / "store")
    failed = place.flowc("run", "flow.py", FLOWC_STORE=url, TMPDIR=str(tmp_path))
    assert failed.code == 1
    assert "error: step `large` failed: " in failed.err
    assert NO_SPACE in failed.err
    assert "flowc itself" not in failed.err
    assert list((disk / "store" / ".tmp").iterdir()) == []
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    (run,) = (disk / "store").glob("*/*/*/runs/*")
    done = place.flowc("run", "flow.py", "--continue", run.name, FLOWC_STORE=url)
    assert (done.code, done.err) == (0, "")
    store = open_store(url)
    for keys in flows(store):
        census = take_census(store, keys, verify=True)
        assert (census.damaged, census.missing()) == ([], [])


def test_a_disk_without_any_room(disk: Path, tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.write(LARGE)
    filler = disk / "filler"
    with filler.open("wb") as file, pytest.raises(OSError, match=NO_SPACE):
        while True:
            file.write(bytes(65536))
            file.flush()
    done = place.flowc("run", "flow.py", FLOWC_STORE=str(disk / "store"))
    assert done.code in (1, 2)
    assert done.err.startswith("error: cannot store ")
    assert NO_SPACE in done.err
    filler.unlink()
    assert place.flowc("run", "flow.py", FLOWC_STORE=str(tmp_path / "store")).code == 0


@pytest.mark.parametrize(
    ("number", "count"),
    [(errno.ENOSPC, count) for count in (1, 4, 9, 20, 30)] + [(errno.EFBIG, 12), (errno.EDQUOT, 16)],
)
def test_a_disk_that_is_full_at_any_operation(tmp_path: Path, number: int, count: int) -> None:
    campaign = Campaign(folder=tmp_path, variables={}, store=lambda name: str(tmp_path / name / "store"))
    base = campaign.baseline("foreach/two")
    site = campaign.site("full", base.case)
    failed = site.begin(FAULT_REFUSE=f"{number}|60|{count}")
    assert failed.code in (1, 2)
    assert os.strerror(number) in failed.err
    assert not [text for text in site.complaints() if "flowc itself" in text]
    ended = site.go_on()
    assert faults_of(site, base.made, ended) == []
