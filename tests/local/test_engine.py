"""What the engine counts and refuses, and a step in its own process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.local.running import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_step_can_run_in_the_one_process(place: Place) -> None:
    place.write(
        """
        import os


        class WhereFlow(FlowSpec):
            @step
            def start(self):
                self.first = os.getppid()
                self.next(self.end)

            @step
            def end(self):
                self.here = os.getpid()
        """
    )
    process = place.start("run", "flow.py", "--inline", "end")
    process.communicate(timeout=60)
    data = place.latest("WhereFlow").data
    assert process.returncode == 0
    assert data is not None
    assert data.here == process.pid
    assert data.first != process.pid


def test_retries_catch_and_timeouts_are_counted(place: Place) -> None:
    place.write(
        """
        import os, signal, time


        class TryFlow(FlowSpec):
            @retry(times=2)
            @catch(var="failure")
            @step
            def start(self):
                os.kill(os.getpid(), signal.SIGKILL)
                self.next(self.slow)

            @timeout(seconds=1)
            @catch(var="late")
            @step
            def slow(self):
                time.sleep(30)
                self.next(self.end)

            @step
            def end(self):
                self.kinds = [self.failure.type.split(".")[-1], self.late.type.split(".")[-1]]
        """
    )
    done = place.flowc("run", "flow.py", "--json")
    assert done.code == 0, done.err
    endings = [
        (one["step"], one["attempt"], one["ending"]) for one in done.events() if one["event"] == "task_ended"
    ]
    assert endings == [
        ("start", 0, "retried"),
        ("start", 1, "retried"),
        ("start", 2, "retried"),
        ("start", 3, "done"),
        ("slow", 0, "done"),
        ("end", 0, "done"),
    ]
    data = place.latest("TryFlow").data
    assert data is not None
    assert data.kinds == ["FailureHandledByCatch", "TimeoutException"]


def test_an_import_that_fails_is_shown(place: Place) -> None:
    place.write(
        "raise RuntimeError('no such thing')\n\n\nclass F(FlowSpec):\n    @step\n    def start(self):\n"
        "        self.next(self.end)\n\n    @step\n    def end(self):\n        pass\n"
    )
    done = place.flowc("run", "flow.py")
    assert done.code == 2
    assert "RuntimeError: no such thing" in done.err


def test_a_gang_is_not_run_in_one_process(place: Place) -> None:
    place.write(
        """
        from metaflow import parallel


        class GangFlow(FlowSpec):
            @step
            def start(self):
                self.next(self.train, num_parallel=2)

            @parallel
            @step
            def train(self):
                self.next(self.join)

            @step
            def join(self, inputs):
                self.next(self.end)

            @step
            def end(self):
                pass
        """
    )
    done = place.flowc("run", "flow.py", "--inline", "train")
    assert done.code == 2
    assert "step `train` runs in a gang, whose members wait for each other" in done.err
    assert place.flowc("runs", "--json").out == "", "nothing was run"
    assert place.flowc("run", "flow.py", "--inline", "join").code == 0
