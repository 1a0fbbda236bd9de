"""Expected files hold a hash of the code package: it must tell of the flow, not of the runtime beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.package import build

START = Path(__file__).parent / "start.txt"
"""Stands for the runtime."""


@pytest.fixture(autouse=True)
def fixed_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "runtime_files", lambda _parts: {"__main__.py": START.read_bytes()})
