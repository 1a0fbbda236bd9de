"""Whether a run is running, has failed, was interrupted, or is another engine's."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from flowc.client import Run
from flowc.client.pulse import BEAT, NAME, Pulse, host, process_name
from flowc.client.state import SILENCE, is_alive
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import read_document, seal
from tests.local.running import SUM, Place

SLOW = SUM.replace("self.x =", "import time; time.sleep(60)\n        self.x =")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def states(place: Place) -> tuple[str, str, str]:
    """Of the latest run: by the client, by `flowc runs`, by `flowc status`."""
    run = place.latest("SumFlow")
    listed = json.loads(place.flowc("runs", "--limit", "1", "--json").out)["status"]
    return run.state, listed, json.loads(place.flowc("status", run.id, "--json").out)["status"]


def test_a_run_that_is_over(place: Place) -> None:
    place.write(SUM)
    (place.folder / "broken").touch()
    place.flowc("run", "flow.py")
    assert states(place) == ("failed",) * 3
    (place.folder / "broken").unlink()
    place.flowc("run", "flow.py")
    assert states(place) == ("succeeded",) * 3
    lines = place.flowc("runs").out.splitlines()
    assert [line.split()[3] for line in lines] == ["succeeded", "failed"]


def test_a_run_that_runs_and_is_killed(place: Place) -> None:
    place.write(SLOW)
    process = place.start("run", "flow.py", "--json")
    assert process.stdout is not None
    while json.loads(process.stdout.readline()).get("step") != "work":
        pass
    assert states(place) == ("running",) * 3
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert states(place) == ("interrupted",) * 3
    assert "nobody runs it any more" in place.flowc("status", place.latest("SumFlow").id).out


def test_a_run_with_a_failed_task_and_no_engine_has_failed(place: Place) -> None:
    place.write(SLOW)
    (place.folder / "broken").touch()
    process = place.start("run", "flow.py", "--json")
    assert process.stdout is not None
    while json.loads(process.stdout.readline()).get("ending") != "failed":
        pass
    assert place.latest("SumFlow").state == "running"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert states(place) == ("failed",) * 3


def test_an_interrupted_run(place: Place) -> None:
    place.write(SLOW)
    process = place.start("run", "flow.py", "--json")
    assert process.stdout is not None
    while json.loads(process.stdout.readline()).get("step") != "work":
        pass
    os.kill(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert states(place) == ("interrupted",) * 3


def test_a_run_of_another_engine_is_not_guessed_at(place: Place) -> None:
    place.write(SUM)
    (place.folder / "broken").touch()
    place.flowc("run", "flow.py")
    run = place.latest("SumFlow")
    store = open_store(str(place.folder / "store"))
    store.delete(f"{run.keys.root}/{NAME}")
    assert states(place) == ("unfinished",) * 3
    assert "another engine" in place.flowc("status", run.id).out


def test_a_process_is_known_by_more_than_its_number() -> None:
    here = {"host": host(), "process": process_name(os.getpid()), "at": 0.0}
    assert is_alive(here)
    assert not is_alive({**here, "process": f"{os.getpid()}:1"})
    assert not is_alive({**here, "process": "4194304:1"})


def test_another_machine_is_known_by_its_signs_of_life() -> None:
    there = {"host": "elsewhere", "process": process_name(os.getpid())}
    assert is_alive({**there, "at": time.time() - BEAT})
    assert not is_alive({**there, "at": time.time() - SILENCE - 1})


def test_signs_of_life_come_at_their_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flowc.runtime_shim.store.layout import FlowKeys

    store = open_store(str(tmp_path))
    keys = FlowKeys("_", "_", "F").run("1")
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    pulse = Pulse(store, keys)
    for _ in range(3):
        pulse.beat()
    assert store.requests["put"] == 1
    now[0] += BEAT
    pulse.beat()
    assert store.requests["put"] == 2
    assert read_document(store, f"{keys.root}/{NAME}")["state"] == "running"


def test_a_damaged_sign_of_life_is_named(place: Place) -> None:
    place.write(SUM)
    (place.folder / "broken").touch()
    place.flowc("run", "flow.py")
    run: Run = place.latest("SumFlow")
    path = place.folder / "store" / f"{run.keys.root}/{NAME}"
    path.write_bytes(seal({"state": "running"})[:-1])
    done = place.flowc("status", run.id)
    assert done.code == 2
    assert f"{NAME} is damaged" in done.err
