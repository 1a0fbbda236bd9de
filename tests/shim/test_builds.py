"""A redeploy in mid-run: tasks go on with the package that the run began with, or say why not."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from flowc.runtime_shim.store.documents import read_document, seal
from flowc.runtime_shim.store.layout import FlowKeys, package_key
from tests.shim.test_processes import Package

RUN = FlowKeys("_", "_", "F").run("1")
MOVED = "\n        self.next(self.work"


class Redeployed:
    """Two builds of a flow, `old` and `new`; a run that began with the old one, whose file is then taken away."""

    def __init__(self, folder: Path, body: str = "print('new')") -> None:
        self.package = Package(folder, "print('old')")
        (folder / "kept").mkdir()
        self.old = self._set_aside("old.pyz")
        self.package = Package(folder, body)
        self.new = hashlib.sha256((folder / "flow.pyz").read_bytes()).hexdigest()
        assert self.new != self.old
        self.folder = folder

    def _set_aside(self, name: str) -> str:
        folder = self.package.folder
        done = self.package.run("start", FLOWC_RUN_UID="a")
        assert done.returncode == 0, done.stderr
        data = (folder / "flow.pyz").read_bytes()
        (folder / "kept" / name).write_bytes(data)
        return hashlib.sha256(data).hexdigest()

    def put_beside(self) -> None:
        shutil.copy(self.folder / "kept" / "old.pyz", self.folder / f"{self.old}.pyz")

    def put_into_store(self, fault: bytes = b"") -> None:
        data = (self.folder / "kept" / "old.pyz").read_bytes() + fault
        self.package.store.put(package_key(self.old), data)

    def again(self) -> None:
        """Have the first task run once more, which says which build it is of."""
        self.package.store.delete(self.package.task.winner)

    def builds(self) -> tuple[str, str]:
        """How the task ended that runs now, and what it said."""
        self.again()
        done = self.package.run("start", FLOWC_RUN_UID="a")
        return str(done.returncode), done.stdout.strip() or done.stderr


@pytest.fixture
def moved(tmp_path: Path) -> Redeployed:
    return Redeployed(tmp_path)


OTHER_PLAN = "print('new')\nself.next(self.join)\nif False: pass"


def test_the_package_beside_the_new_one_is_started(moved: Redeployed) -> None:
    moved.put_beside()
    assert moved.builds() == ("0", "old")
    again = moved.package.run("work", "--path", "r.2", "--attempt=1")
    assert (again.returncode, again.stdout) == (0, "")
    assert f"starting {moved.folder}/{moved.old}.pyz: the run began with it" in again.stderr
    keys = RUN.task("work", "r.2")
    winner = read_document(moved.package.store, keys.winner)
    assert winner["number"] == 1
    ids = {key.split("/attempts/")[1].split("/")[0] for key in moved.package.store.list(keys.attempts)}
    assert ids == {winner["attempt"]}, "the one that started the other has left no attempt"


def test_what_the_engine_reads_comes_from_the_package_that_was_started(moved: Redeployed) -> None:
    moved.put_beside()
    shutil.rmtree(moved.folder / "out")
    moved.builds()
    assert (moved.folder / "out" / "splits").read_text() == "3"


def test_the_package_in_the_store_is_fetched(moved: Redeployed) -> None:
    moved.put_into_store()
    assert moved.builds() == ("0", "old")
    moved.package.store.delete(package_key(moved.old))
    assert moved.builds() == ("0", "old"), "this machine has it now"


def test_slices_start_it_too(moved: Redeployed) -> None:
    moved.put_beside()
    done = moved.package.run("work", "--path", "r.0x2")
    assert done.returncode == 0
    assert f"starting {moved.folder}/{moved.old}.pyz" in done.stderr
    assert {
        key.split("/")[-2] for key in moved.package.store.list(f"{RUN.root}/tasks/work") if "win" in key
    } == {
        "r.0",
        "r.1",
    }


@pytest.mark.parametrize("place", ["beside", "store"])
def test_a_file_with_another_content_is_not_started(moved: Redeployed, place: str) -> None:
    if place == "store":
        moved.put_into_store(fault=b"x")
    else:
        (moved.folder / f"{moved.old}.pyz").write_bytes(b"import os; print('stolen')")
    assert moved.builds() == ("0", "new")


def test_a_lost_package_with_the_same_plan_is_said(moved: Redeployed) -> None:
    moved.again()
    done = moved.package.run("start", FLOWC_RUN_UID="a")
    assert (done.returncode, done.stdout) == (0, "new\n")
    assert f"run 1 began with build {moved.old}, this task was started from build {moved.new}" in done.stderr
    assert "the same plan: going on" in done.stderr


def test_a_lost_package_with_another_plan_is_refused_until_it_is_back(tmp_path: Path) -> None:
    moved = Redeployed(tmp_path)
    record = read_document(moved.package.store, RUN.record)
    moved.package.store.put(RUN.record, seal({**record, "plan": "0" * 64}))
    status, said = moved.builds()
    assert status == "78"
    assert moved.old in said
    assert moved.new in said
    assert package_key(moved.old) in said
    moved.put_into_store()
    assert moved.builds() == ("0", "old")


def test_a_task_that_is_done_starts_nothing(moved: Redeployed) -> None:
    moved.put_beside()
    done = moved.package.run("start", FLOWC_RUN_UID="a")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_package_that_is_told_a_wrong_hash_does_not_start_itself_for_ever(moved: Redeployed) -> None:
    moved.put_beside()
    moved.again()
    done = moved.package.run("start", "--package", "f" * 64)
    assert (done.returncode, done.stdout) == (0, "old\n")
    assert "going on" in done.stderr


def test_parameters_reach_the_package_that_is_started(tmp_path: Path) -> None:
    moved = Redeployed(tmp_path)
    moved.put_beside()
    moved.again()
    given = json.dumps({"text": "late"})
    assert moved.package.run("start", FLOWC_PARAMETERS=given).stdout == "old\n"
    assert read_document(moved.package.store, RUN.record)["parameters"] == {"text": "d"}
