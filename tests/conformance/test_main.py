"""The command of the suite, with engines of this file."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flowc.runtime_shim.store import Store, open_store
from tests.conformance import __main__ as command
from tests.conformance import record
from tests.conformance.protocol import Deployed, Fault, Status, Triggered, Unavailable, Unsupported

TOGETHER = 2


class Meeting:
    """Refuses every flow, but only once two cases have come at the same time."""

    name = "local-meeting"
    lanes = TOGETHER

    def __init__(self) -> None:
        self.barrier = threading.Barrier(TOGETHER, timeout=30)
        self.folder = Path()

    @property
    def store(self) -> Store:
        return open_store(str(self.folder))

    def start(self, folder: Path) -> None:
        self.folder = folder

    def deploy(self, file: Path) -> Deployed:
        self.barrier.wait()
        raise Unsupported(file.parent.name)

    def inject(self, deployed: Deployed, fault: Fault) -> None:
        raise NotImplementedError

    def trigger(self, deployed: Deployed, parameters: Mapping[str, Any]) -> Triggered:
        raise NotImplementedError

    def wait(self, triggered: Triggered, seconds: float) -> Status:
        raise NotImplementedError

    def stop(self) -> None:
        self.folder = Path()


class Absent(Meeting):
    def start(self, folder: Path) -> None:
        raise Unavailable("it is on another machine")


def use(monkeypatch: pytest.MonkeyPatch, engine: type[Meeting], docs: Path) -> None:
    monkeypatch.setattr(command, "import_module", lambda name: type("module", (), {"ADAPTER": engine}))
    monkeypatch.setattr(record, "DOCS", docs)
    cases = [case for case in command.all_cases() if case.folder in ("hello", "inline")]
    assert len(cases) == TOGETHER
    monkeypatch.setattr(command, "all_cases", lambda: tuple(cases))


def test_cases_run_side_by_side_and_are_recorded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, Meeting, tmp_path)
    assert command.main(["local-meeting"]) == 0
    cases = json.loads((tmp_path / "local-meeting.json").read_text())["cases"]
    assert {name: entry["reasons"] for name, entry in cases.items()} == {
        "hello/default": ["hello"],
        "inline/default": ["inline"],
    }
    monkeypatch.setattr(Meeting, "start", lambda engine, folder: pytest.fail("nothing was stale"))
    assert command.main(["local-meeting"]) == 0
    assert command.main(["local-meeting", "--check"]) == 0


def test_an_engine_that_is_absent_records_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, Absent, tmp_path)
    assert command.main(["local-absent"]) == 3
    assert "local-absent: NOTHING WAS TESTED: it is on another machine" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
