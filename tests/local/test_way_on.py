"""The commands that are proposed after a failure work as they are printed; no two engines run one run."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc.cli.running import Wishes
from flowc.cli.way_on import WayOn
from flowc.client.pulse import process_name
from flowc.pipeline.options import Options
from tests.local.running import Place

FAILS = """
    from metaflow import Config
    class F(FlowSpec):
        settings = Config('settings', default_value='{"n": 1}')
        @step
        def start(self):
            import os, time
            print('n is', self.settings.n)
            open('begun', 'w').close()
            while os.path.exists('wait'): time.sleep(0.05)
            if os.path.exists('broken'): raise ValueError('no')
            self.next(self.end)
        @step
        def end(self):
            pass
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def proposed(err: str) -> Iterator[list[str]]:
    """The words of each command in the help, without `flowc`."""
    for line in err.splitlines():
        if line.startswith("help: flowc "):
            yield shlex.split(line)[2:]


def test_the_commands_after_a_failure_find_a_store_that_was_named(place: Place) -> None:
    place.write(FAILS)
    (place.folder / "broken").touch()
    failed = place.flowc("run", "flow.py", "--store", "else where")
    resume, logs = proposed(failed.err)
    assert "n is 1" in place.flowc(*logs).out
    (place.folder / "broken").unlink()
    assert place.flowc(*resume).code == 0


def test_the_command_after_an_interrupt_makes_the_same_flow_of_the_file(place: Place) -> None:
    place.write(FAILS)
    (place.folder / "wait").touch()
    process = place.start("run", "flow.py", "--store", "s t", "--config-value", "settings", '{"n": 2}')
    wait_for(place.folder / "begun")
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    (place.folder / "wait").unlink()
    (words,) = proposed(err)
    done = place.flowc(*words)
    assert (done.code, "n is 2" in done.out) == (0, True), done.err


def test_a_run_has_one_engine(place: Place) -> None:
    place.write(FAILS)
    (place.folder / "wait").touch()
    process = place.start("run", "flow.py", "--run-id-file", "id")
    wait_for(place.folder / "begun")
    run = (place.folder / "id").read_text()
    second = place.flowc("run", "flow.py", "--continue", run)
    assert second.code == 2
    assert f"run F/{run} is still being run, by process {process.pid} of " in second.err
    (place.folder / "wait").unlink()
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert place.flowc("run", "flow.py", "--continue", run).code == 0


def test_going_on_with_a_run_that_is_not_there_leaves_nothing(place: Place) -> None:
    place.write(FAILS)
    done = place.flowc("run", "flow.py", "--continue", "nope")
    assert (done.code, "there is no run F/nope" in done.err) == (2, True)
    assert not (place.folder / "store").exists()


def test_a_process_that_has_ended_is_not_the_one_it_was() -> None:
    process = subprocess.Popen(["sleep", "60"])
    alive = process_name(process.pid)
    process.kill()
    deadline = time.monotonic() + 30
    while process_name(process.pid) == alive and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process_name(process.pid) == str(process.pid)
    process.wait()


def test_texts_that_read_as_json_are_proposed_as_json() -> None:
    wishes = Wishes(
        store=None,
        max_workers=1,
        run_id_file=None,
        tags=(),
        branch="b c",
        production=True,
        as_json=False,
        inline=None,
    )
    way = WayOn.of(wishes, Options(defines={"A": "1", "B": "x", "C": 2}, config_files={"c": "f"}))
    assert way.place == ()
    assert way.reading == (
        *("--branch", "b c", "--production"),
        *("--define", 'A="1"', "--define", "B=x", "--define", "C=2", "--config", "c", "f"),
    )
    settings = {"package-suffixes": ".json", "empty-foreach": "error", "image": "not for reading"}
    assert WayOn.of(wishes, Options(settings=settings)).reading[3:] == (
        *("--package-suffixes", ".json"),
        *("--empty-foreach", "error"),
    )


def test_a_flow_that_a_store_lacks_is_not_called_a_run(place: Place) -> None:
    done = place.flowc("status", "F/1")
    assert (done.code, "has neither a flow nor a run 'F'" in done.err) == (2, True)


def test_a_file_that_cannot_be_written_is_named(place: Place) -> None:
    place.write(FAILS)
    done = place.flowc("run", "flow.py", "--run-id-file", "no/such/folder")
    assert (done.code, done.err) == (2, "error: no/such/folder: No such file or directory\n")


def wait_for(path: Path) -> None:
    """Until there is such a file."""
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
