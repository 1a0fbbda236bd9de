"""Schedules: AWS' notation to Argo's, Unix' as written, and what has no equal."""

from __future__ import annotations

import pytest

from flowc.backends.cron_fields import CronError
from flowc.backends.unix_cron import convert


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0 0 * * ? *", "0 0 * * *"),
        ("0 * * * ? *", "0 * * * *"),
        ("0 0 ? * SUN *", "0 0 * * 0"),
        ("0 8 ? * 2 *", "0 8 * * 1"),
        ("0 8 ? * 1 *", "0 8 * * 0"),
        ("0 8 ? * 7 *", "0 8 * * 6"),
        ("0 8 ? * 2-6 *", "0 8 * * 1-5"),
        ("0 8 ? * MON-FRI *", "0 8 * * 1-5"),
        ("0 8 ? * MON,WED *", "0 8 * * 1,3"),
        ("0 8 ? * 2/2 *", "0 8 * * 1-6/2"),
        ("0/15 8-18 1,15 JAN ? *", "*/15 8-18 1,15 1 *"),
        ("5/10 0 1 1-6/2 ? *", "5-59/10 0 1 1-6/2 *"),
    ],
)
def test_aws(written: str, expected: str) -> None:
    assert convert(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0 8 * * 1", "0 8 * * 1"),
        ("0 9 * * MON-FRI", "0 9 * * MON-FRI"),
        ("*/5 * 1-7 jan,feb *", "*/5 * 1-7 jan,feb *"),
        ("0 8 * * 7", "0 8 * * 0"),
        ("  0   8 * * 0 ", "0 8 * * 0"),
    ],
)
def test_unix(written: str, expected: str) -> None:
    assert convert(written) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("0 6 L * ? *", "`L`"),
        ("0 6 ? * 6#3 *", "`L`"),
        ("0 6 15W * ? *", "`L`"),
        ("0 6 * * ? 2027", "year"),
        ("0 6 1 * 2 *", "both"),
        ("0 6 * *", "4 fields"),
        ("61 6 * * *", "minute"),
        ("0 24 * * *", "hour"),
        ("0 6 * * FRI-MON", "backwards"),
        ("0 6 * * 5-7", "7"),
        ("*/0 6 * * *", "minute"),
        ("@daily", "1 fields"),
        ("x 6 * * *", "minute"),
    ],
)
def test_refused(written: str, reason: str) -> None:
    with pytest.raises(CronError, match=reason):
        convert(written)
