"""Attempts that count: those that began, not those that an engine's number tells of."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.runtime_shim.store.documents import read_document
from tests.shim.test_processes import Package

FAILS = "raise ValueError('no')"
CATCH = "    @catch(var='error')\n    @retry(times=2)\n    @step\n    def start"


def package_of(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> Package:
    import tests.shim.test_processes as processes

    source = processes.FLOW.replace("    @step\n    def start", CATCH).replace(
        "step, current", "step, current, catch, retry"
    )
    monkeypatch.setattr(processes, "FLOW", source)
    return Package(folder, body)


def number(package: Package) -> int:
    """Of the manifest that was written last."""
    keys = [key for key in package.store.list(package.task.attempts) if key.endswith("manifest.json")]
    found: int = max(read_document(package.store, key)["number"] for key in keys)
    return found


def test_a_submission_that_was_refused_is_no_attempt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's number says 5, and nothing has run yet: `@catch` must not act, two more attempts are to come."""
    package = package_of(tmp_path, FAILS, monkeypatch)
    codes, numbers = [], []
    for engine in (5, 9, 10):
        codes.append(package.run("start", f"--attempt={engine}").returncode)
        numbers.append(number(package))
    assert codes == [1, 1, 0]
    assert numbers == [0, 1, 2]
    assert read_document(package.store, package.task.winner)["status"] == "caught"


def test_attempts_that_were_killed_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = package_of(tmp_path, "os.kill(os.getpid(), 9); os.kill(os.getppid(), 9)", monkeypatch)
    assert [package.run("start", f"--attempt={engine}").returncode for engine in (1, 2, 3)] == [1, 1, 1]
    assert package.run("start", "--attempt=4").returncode == 0
    winner = read_document(package.store, package.task.winner)
    assert winner["status"] == "caught"
    assert winner["exception"]["type"].endswith("FailureHandledByCatch")


def test_an_import_that_kills_its_process_is_caught_at_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tests.shim.test_processes as processes

    lethal = "if os.path.exists(os.environ['TMPDIR'] + '/lethal'): os.kill(os.getpid(), 9)\n"
    monkeypatch.setattr(processes, "FLOW", processes.FLOW.replace("\nclass F", f"\n{lethal}\nclass F"))
    package = package_of(tmp_path, "pass", monkeypatch)
    (tmp_path / "lethal").touch()
    assert [package.run("start", f"--attempt={engine}").returncode for engine in (0, 1, 2)] == [1, 1, 1]
    marks = [key for key in package.store.list(package.task.attempts) if key.endswith("/begun")]
    assert len(marks) == 3


def test_a_step_without_catch_leaves_no_mark(tmp_path: Path) -> None:
    package = Package(tmp_path)
    assert package.run("start", "--attempt=1").returncode == 0
    assert not [key for key in package.store.list(package.task.attempts) if key.endswith("/begun")]
    assert number(package) == 1
