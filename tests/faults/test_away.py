"""A file system that is away for some seconds: every operation waits for it, and the run ends right."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.faults.campaign import Campaign
from tests.faults.running import faults_of


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE])
@pytest.mark.parametrize("count", [1, 12, 25])
def test_a_folder_that_is_away_is_waited_for(tmp_path: Path, number: int, count: int) -> None:
    campaign = Campaign(folder=tmp_path, variables={}, store=lambda name: str(tmp_path / name / "store"))
    base = campaign.baseline("foreach/two")
    site = campaign.site("away", base.case)
    ended = site.begin(FAULT_REFUSE=f"{number}|5|{count}")
    assert site.mark.exists()
    assert faults_of(site, base.made, ended) == []
