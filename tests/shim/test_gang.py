"""A gang commits as a group: all members or none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.main import Misuse, path_of
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import read_document, seal
from flowc.runtime_shim.store.layout import FlowKeys
from tests.compiling import read

FLOW = """
import os, signal, time
from metaflow import FlowSpec, parallel, step, current

AT = os.environ["AT"]

def told(name):
    return os.path.exists(f"{AT}/{name}")

class F(FlowSpec):
    @step
    def start(self):
        self.next(self.member, num_parallel=3)

    @parallel
    @step
    def member(self):
        me = current.parallel.node_index
        self.said = (me, current.retry_count, current.parallel.num_nodes, current.parallel.main_ip)
        self.is_parallel = current.is_parallel
        open(f"{AT}/began-{me}-{current.retry_count}", "w").close()
        if told(f"fail-{me}"):
            os.unlink(f"{AT}/fail-{me}")
            raise ValueError("I fail")
        if told(f"kill-{me}"):
            os.unlink(f"{AT}/kill-{me}")
            os.kill(os.getpid(), signal.SIGKILL)
        while told(f"wait-{me}"):
            time.sleep(0.02)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.all = [i.said for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""


class Gang:
    """Three members, each a process as engines start it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "flow.py").write_text(FLOW)
        unit = read(folder / "flow.py")
        package = build_package(unit.flows[0], unit.folder, unit.files, Files())
        (folder / "flow.pyz").write_bytes(package.data)
        self.store = open_store(str(folder / "store"))
        self.keys = FlowKeys("_", "_", "F").run("1")
        self.running: dict[int, subprocess.Popen[str]] = {}
        self.do("start")

    def begin(self, step: str, path: str, attempt: int = 0, **more: str) -> subprocess.Popen[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("FLOWC_", "PYTHON"))}
        own = {"FLOWC_RUN_ID": "1", "FLOWC_STORE": self.store.url, "TMPDIR": str(self.folder)}
        shim = [sys.executable, str(self.folder / "flow.pyz"), "step", step]
        return subprocess.Popen(
            [*shim, "--path", path, "--attempt", str(attempt), "--outputs", str(self.folder / "out")],
            env={**clean, **own, "AT": str(self.folder), **more},
            stderr=subprocess.PIPE,
            text=True,
        )

    def do(self, step: str) -> None:
        process = self.begin(step, "r")
        said = process.communicate(timeout=20)[1]
        assert process.returncode == 0, said

    def members(self, *which: int, attempt: int = 0) -> None:
        for member in which:
            self.running[member] = self.begin("member", f"r.{member}", attempt)

    def ends(self, *which: int) -> tuple[list[int], str]:
        """The exit codes of members, and what they said on stderr."""
        codes, said = [], ""
        for member in which:
            process = self.running.pop(member)
            said += process.communicate(timeout=20)[1]
            codes.append(process.returncode)
        return codes, said

    def until(self, *names: str) -> None:
        deadline = time.monotonic() + 30
        while not all((self.folder / name).exists() for name in names):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def manifests(self, member: int) -> list[dict[str, Any]]:
        root = self.keys.task("member", f"r.{member}").root
        return [read_document(self.store, key) for key in self.store.list(root) if "manifest" in key]

    def until_done(self, member: int) -> None:
        deadline = time.monotonic() + 30
        while not self.manifests(member):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def winners(self) -> list[str | None]:
        """Which attempt of each member counts."""
        found: list[str | None] = []
        for member in range(3):
            key = self.keys.task("member", f"r.{member}").winner
            there = self.store.age(key) is not None
            found.append(read_document(self.store, key)["attempt"] if there else None)
        return found

    def joined(self) -> Any:
        self.do("join")
        artifacts = read_document(self.store, self.keys.task("join", "r").winner)["artifacts"]
        return Blobs(self.store, self.keys.flow).load(artifacts["all"])


@pytest.fixture
def gang(tmp_path: Path) -> Any:
    made = Gang(tmp_path)
    yield made
    for process in made.running.values():
        process.kill()
        process.communicate()


IP = "127.0.0.1"


def test_nobody_wins_before_all_are_done(gang: Gang) -> None:
    (gang.folder / "wait-2").touch()
    gang.members(0, 1, 2)
    for member in (0, 1):
        gang.until_done(member)
    gang.until("began-2-0")
    time.sleep(0.3)  # nothing may happen now
    assert gang.winners() == [None, None, None]
    (gang.folder / "wait-2").unlink()
    assert gang.ends(0, 1, 2)[0] == [0, 0, 0]
    group = read_document(gang.store, gang.keys.task("member", "r.0").winner)["gang"]
    assert list(group.values()) == gang.winners()
    assert gang.joined() == [(0, 0, 3, IP), (1, 0, 3, IP), (2, 0, 3, IP)]


@pytest.mark.parametrize("how", ["fail", "kill"])
@pytest.mark.parametrize("which", [0, 1])
def test_one_fails_all_fail_and_are_tried_again(gang: Gang, how: str, which: int) -> None:
    (gang.folder / f"{how}-{which}").touch()
    gang.members(0, 1, 2)
    codes, said = gang.ends(0, 1, 2)
    assert codes == [1, 1, 1]
    assert f"member/r.{which}, a member of the same gang, has failed" in said
    assert gang.winners() == [None, None, None]
    assert [[m["status"] for m in gang.manifests(n)] for n in range(3)] == [["failed"]] * 3
    gang.members(0, 1, 2, attempt=1)
    assert gang.ends(0, 1, 2)[0] == [0, 0, 0]
    assert gang.joined() == [(n, 1, 3, IP) for n in range(3)]


def test_a_member_that_failed_before_another_began(gang: Gang) -> None:
    (gang.folder / "fail-1").touch()
    gang.members(1)
    assert gang.ends(1)[0] == [1]
    gang.members(0, 2)
    assert gang.ends(0, 2)[0] == [1, 1]


def test_attempts_with_the_same_numbers_again(gang: Gang) -> None:
    """Engines count from 0 again on a redrive: what is left of before must neither fail nor complete the gang."""
    (gang.folder / "fail-1").touch()
    gang.members(0, 1, 2)
    assert gang.ends(0, 1, 2)[0] == [1, 1, 1]
    for member in range(3):
        (manifest,) = gang.manifests(member)
        key = gang.keys.task("member", f"r.{member}").manifest(manifest["attempt"])
        gang.store.put(key, seal({**manifest, "ended": manifest["ended"] - 3600}))
    (gang.folder / "wait-1").touch()
    gang.members(0, 1, 2)
    gang.until("began-0-0", "began-1-0", "began-2-0")
    time.sleep(0.5)
    assert gang.winners() == [None, None, None]
    (gang.folder / "wait-1").unlink()
    assert gang.ends(0, 1, 2)[0] == [0, 0, 0]
    assert None not in gang.winners()


def test_sigterm_while_waiting_ends_the_gang(gang: Gang) -> None:
    (gang.folder / "wait-2").touch()
    gang.members(0, 1, 2)
    for member in (0, 1):
        gang.until_done(member)
    gang.running[0].send_signal(signal.SIGTERM)
    codes, said = gang.ends(0, 1)
    assert codes == [143, 1]
    assert "member/r.0, a member of the same gang, has terminated" in said
    (gang.folder / "wait-2").unlink()
    assert gang.ends(2)[0] == [1]
    assert gang.winners() == [None, None, None]


def test_a_member_lost_after_it_answered_finds_the_group_decided(gang: Gang) -> None:
    """The first member's winner is the group's: the others need not live to put theirs."""
    gang.members(0, 1, 2)
    assert gang.ends(0, 1, 2)[0] == [0, 0, 0]
    before = gang.winners()
    for member in (1, 2):
        gang.store.delete(gang.keys.task("member", f"r.{member}").winner)
    gang.members(2, attempt=1)
    assert gang.ends(2)[0] == [0]
    assert gang.winners() == before
    assert not (gang.folder / "began-2-1").exists()


def test_a_member_that_vanished_without_a_trace_joins_later(gang: Gang) -> None:
    (gang.folder / "wait-1").touch()
    gang.members(0, 1, 2)
    gang.until("began-1-0")
    supervisor = gang.running.pop(1)
    children = Path(f"/proc/{supervisor.pid}/task/{supervisor.pid}/children").read_text().split()
    for pid in (supervisor.pid, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    supervisor.communicate()
    for member in (0, 2):
        gang.until_done(member)
    (gang.folder / "wait-1").unlink()
    assert gang.manifests(1) == []
    gang.members(1, attempt=1)
    assert gang.ends(0, 1, 2)[0] == [0, 0, 0]
    assert gang.joined() == [(0, 0, 3, IP), (1, 1, 3, IP), (2, 0, 3, IP)]


def test_the_member_and_the_first_ones_address_from_the_engine(gang: Gang) -> None:
    batch = {"AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS": "10.0.0.7"}
    for member in range(3):
        index = {"AWS_BATCH_JOB_NODE_INDEX": str(member), **(batch if member else {"FLOWC_MAIN_IP": "::1"})}
        gang.running[member] = gang.begin("member", "r.*", **index)
    assert gang.ends(0, 1, 2)[0] == [0, 0, 0]
    assert [said[3] for said in gang.joined()] == ["::1", "10.0.0.7", "10.0.0.7"]


def test_paths_of_members() -> None:
    assert path_of("r.1.*", {"JOB_COMPLETION_INDEX": "4"}) == "r.1.4"
    assert path_of("r.1", {"FLOWC_NODE_INDEX": "4"}) == "r.1"
    with pytest.raises(Misuse, match="FLOWC_NODE_INDEX"):
        path_of("r.*", {"FLOWC_NODE_INDEX": "x"})
