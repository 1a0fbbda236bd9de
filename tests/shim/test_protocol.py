"""The attempt protocol: every interleaving of two attempts, and a fault at every request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from flowc.runtime_shim.places import TaskRef
from flowc.runtime_shim.request import Outcome
from flowc.runtime_shim.store.documents import read_document, seal
from flowc.runtime_shim.store.errors import Unavailable
from flowc.runtime_shim.store.folder import FolderStore
from flowc.runtime_shim.store.store import Store
from flowc.runtime_shim.task import run_step
from tests.shim.running import Running
from tests.shim.watched import FLOW, Act, Watched


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Running:
    monkeypatch.setenv("WHO", "nobody")
    file = tmp_path / "flow.py"
    file.write_text(FLOW)
    return Running(file, FolderStore(str(tmp_path / "store")))


def requests_of(running: Running, root: Path) -> list[str]:
    """The requests of one undisturbed attempt of the first task."""
    seen: list[str] = []

    def note(kind: str, key: str, act: Act) -> Any:
        seen.append(f"{kind} {key.rpartition('/')[2]}")
        return act()

    request = running.request("start")._replace(store=Watched(str(root), note), nonce="n")
    assert run_step(request).code == 0
    return seen


def test_the_requests_of_a_task(running: Running, tmp_path: Path) -> None:
    seen = requests_of(running, tmp_path / "store")
    named = [entry for entry in seen if len(entry) < 40]
    assert named == [
        "get run.json",
        "get tombstone.json",
        named[2],
        "put_if_absent run.json",
        "get winner.json",
        "put manifest.json",
        "put_if_absent winner.json",
    ]
    assert named[2].startswith("put 82"), "the entry of the index"
    assert sum(entry.startswith("put ") and len(entry) > 60 for entry in seen) == 2, "one for each artifact"


SHARED = ("run.json", "winner.json")
"""What both attempts read and write. Requests about other objects commute: blobs are the same from everywhere, a
manifest is one attempt's own, and nobody writes a tombstone."""


class Turns:
    """Two attempts, of which one at a time may do its next request."""

    def __init__(self) -> None:
        self.waiting = {name: Event() for name in "AB"}
        self.arrived = {name: Event() for name in "AB"}
        self.finished = dict.fromkeys("AB", False)
        self.outcomes: dict[str, Outcome] = {}

    def around(self, name: str) -> Callable[[str, str, Act], Any]:
        def turn(_kind: str, key: str, act: Act) -> Any:
            if key.endswith(SHARED):
                self.arrived[name].set()
                self.waiting[name].wait()
                self.waiting[name].clear()
            return act()

        return turn

    def start(self, name: str, run: Callable[[], Outcome]) -> None:
        def body() -> None:
            self.outcomes[name] = run()
            self.finished[name] = True
            self.arrived[name].set()

        Thread(target=body, daemon=True).start()
        self.arrived[name].wait(20)

    def step(self, name: str) -> None:
        if not self.finished[name]:
            self.arrived[name].clear()
            self.waiting[name].set()
            self.arrived[name].wait(20)


def schedules(first: int, second: int) -> Iterator[str]:
    """All orders of so many turns of A and of B."""
    if not first or not second:
        yield "A" * first + "B" * second
        return
    yield from ("A" + rest for rest in schedules(first - 1, second))
    yield from ("B" + rest for rest in schedules(first, second - 1))


def test_every_interleaving_of_two_attempts(running: Running, tmp_path: Path) -> None:
    """Whatever the order: both succeed, with what the one winner says; the winner is one attempt's, whole."""
    winners = set()
    orders = list(schedules(6, 6))
    for number, order in enumerate(orders):
        root = str(tmp_path / "stores" / str(number))
        turns = Turns()
        for at, name in enumerate("AB"):
            store = Watched(root, turns.around(name))
            request = running.request("start", attempt=at)._replace(store=store, nonce=name)
            turns.start(name, lambda request=request: run_step(request))
        for name in (*order, *"AB" * 6):
            turns.step(name)
        assert turns.finished == {"A": True, "B": True}, order
        assert [outcome[:2] for outcome in turns.outcomes.values()] == [(0, 2), (0, 2)], order
        store = FolderStore(root)
        winner = read_document(store, running.keys.task("start", "r").winner)
        own = read_document(store, running.keys.task("start", "r").manifest(winner["attempt"]))
        assert winner == own, order
        winners.add(winner["attempt"])
    assert len(orders) == 924
    assert winners == {"0-A", "1-B"}


class Killed(BaseException):
    """The process is gone."""


def at_request(number: int, disturb: Callable[[Act], Any]) -> Callable[[str, str, Act], Any]:
    """Disturb one request of an attempt."""
    seen = iter(range(10**6))

    def around(_kind: str, _key: str, act: Act) -> Any:
        return disturb(act) if next(seen) == number else act()

    return around


def kill_before(act: Act) -> Any:
    raise Killed


def kill_after(act: Act) -> Any:
    act()
    raise Killed


def fail_before(act: Act) -> Any:
    raise Unavailable("no answer")


def fail_after(act: Act) -> Any:
    act()
    raise Unavailable("no answer")


def whole_or_nothing(running: Running, store: Store) -> bool:
    """Whether there is a winner; if so, everything that it names is there and intact."""
    key = running.keys.task("start", "r").winner
    if key not in store.list(running.keys.root):
        return False
    running.store = store
    assert running.artifacts("start")["items"] == [1, 2]
    return True


@pytest.mark.parametrize("disturb", [kill_before, kill_after, fail_before, fail_after])
def test_a_fault_at_every_request(running: Running, tmp_path: Path, disturb: Callable[[Act], Any]) -> None:
    count = len(requests_of(running, tmp_path / "store"))
    assert count >= 8
    left: list[bool] = []
    for number in range(count):
        root = str(tmp_path / "stores" / str(number))
        request = running.request("start")._replace(nonce="first")
        watched = Watched(root, at_request(number, disturb))
        try:
            outcome = run_step(request._replace(store=watched))
            assert outcome.code in (0, 1)
        except Killed:
            outcome = Outcome(137)
        left.append(whole_or_nothing(running, FolderStore(root)))
        assert left[-1] or outcome.code != 0
        again = run_step(request._replace(store=FolderStore(root), nonce="second", attempt=1))
        assert again[:2] == (0, 2), number
        assert again.adopted == left[-1]
        assert whole_or_nothing(running, FolderStore(root))
    assert any(left) == (disturb in (kill_after, fail_after))


def test_an_unknown_outcome_of_the_claim_is_looked_up(running: Running, tmp_path: Path) -> None:
    def around(kind: str, key: str, act: Act) -> Any:
        done = act()
        if kind == "put_if_absent" and key.endswith("winner.json"):
            raise Unavailable("the answer got lost")
        return done

    request = running.request("start")._replace(store=Watched(str(tmp_path / "s"), around), nonce="n")
    assert run_step(request)[:2] == (0, 2)


def test_the_answer_is_the_winners_and_not_what_the_loser_remembers(running: Running, tmp_path: Path) -> None:
    """A slower attempt whose foreach came out longer must not tell the engine so."""
    root = str(tmp_path / "s")
    request = running.request("start")

    def around(kind: str, key: str, act: Act) -> Any:
        if kind == "put_if_absent" and key.endswith("winner.json"):
            other = running.request("start")._replace(store=FolderStore(root), nonce="fast")
            assert run_step(other).splits == 2
        return act()

    class Longer(running.cls):  # type: ignore[name-defined, misc]
        def start(self) -> None:
            self.items = [1, 2, 3]
            self.next(self.work, foreach="items")

    slow = request._replace(store=Watched(root, around), nonce="slow", flow=Longer)
    assert run_step(slow).splits == 2
    winner = read_document(FolderStore(root), running.keys.task("start", "r").winner)
    assert winner["attempt"] == "0-fast"


def test_a_failed_attempt_never_wins(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHO")
    outcome = run_step(running.request("start")._replace(nonce="bad"))
    assert (outcome.code, outcome.message) == (1, "KeyError: 'WHO'")
    assert "flow.py" in outcome.traceback
    assert "runtime_shim" not in outcome.traceback
    manifest = read_document(running.store, running.keys.task("start", "r").manifest("0-bad"))
    assert manifest["status"] == "failed"
    assert list(manifest["artifacts"]) == ["items"], "what was set before the failure is kept"
    assert not [key for key in running.store.list(running.keys.root) if key.endswith("winner.json")]


def test_another_run_of_the_same_name_is_refused(running: Running) -> None:
    facts = running.facts._replace(owner="uid-1")
    assert run_step(running.request("start")._replace(facts=facts)).code == 0
    other = running.request("work", "r.0")._replace(facts=facts._replace(owner="uid-2"))
    outcome = run_step(other)
    assert outcome.code == 78
    assert "two runs with one name" in outcome.message
    again = run_step(other._replace(facts=facts, attempt=1))
    assert again.code == 78, "the tombstone is honoured"


def breakages(data: bytes) -> list[bytes]:
    return [data[:-1], b"", data[:-3] + b"\0\0\0", data + b"x"]


@pytest.mark.parametrize("name", ["run.json", "tasks/start/r/winner.json", "tasks/work/r.1/tombstone.json"])
def test_a_damaged_document_is_named(running: Running, name: str) -> None:
    running.ensure(TaskRef("work", "r.0"))
    key = f"{running.keys.root}/{name}"
    data = seal({"message": "no"}) if "tombstone" in name else running.store.get(key)
    for broken in breakages(data):
        running.store.put(key, broken)
        outcome = run_step(running.request("work", "r.1"))
        assert outcome.code == 1
        assert f"{name} is damaged" in outcome.message


def test_a_damaged_blob_is_named(running: Running) -> None:
    running.ensure(TaskRef("work", "r.0"))
    digest = running.winner(TaskRef("start", "r"))["artifacts"]["items"]["sha256"]
    key = running.keys.flow.blob(digest)
    for broken in breakages(running.store.get(key)):
        running.store.put(key, broken)
        outcome = run_step(running.request("work", "r.1"))
        assert outcome.code == 1
        assert f"{digest} is damaged" in outcome.message
    running.store.delete(key)
    assert f"has no {key}" in run_step(running.request("work", "r.1")).message
