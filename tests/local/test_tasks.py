"""What a task may do to its process, and what it is given: the engine has an answer to each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.local.running import Place

KILL = "signal.SIGKILL"

HOSTILE = """
import os, resource, signal, subprocess, sys, threading, time


class Leaver:
    def __reduce__(self):
        os._exit(5)


def limit(kind, most):
    resource.setrlimit(kind, (most, most))


class HostileFlow(FlowSpec):
    def deep(self):
        value = []
        for _ in range(100_000):
            value = [value]
        return value

    @step
    def start(self):
        self.x = 1
        {}
        self.next(self.end)

    @step
    def end(self):
        print("x is", self.x)
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        ("os._exit(3)", "ended its own process, with exit code 3"),
        ("os._exit(0)", "ended its own process, with exit code 0"),
        ("sys.exit(0)", "SystemExit: 0"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "killed from outside (SIGKILL)"),
        (f"os.kill(os.getppid(), {KILL}); os.kill(os.getpid(), {KILL})", "its process was ended by SIGKILL"),
        ("self.bad = threading.Lock()", "`self.bad`, a _thread.lock, cannot be stored"),
        ("self.bad = self.deep()", "maximum recursion depth exceeded"),
        ("self.bad = Leaver()", "ended its own process, with exit code 5"),
        ("raise BaseException('odd')", "BaseException: odd"),
        ("os.abort()", "the step was ended by Aborted"),
        ("os.killpg(0, signal.SIGTERM)", "the task was terminated"),
        ("limit(resource.RLIMIT_AS, 1 << 26); self.z = bytes(1 << 28)", "MemoryError"),
    ],
)
def test_what_ends_a_task_is_named(place: Place, act: str, message: str) -> None:
    place.write(HOSTILE.format(act))
    done = place.flowc("run", "flow.py")
    assert done.code == 1
    assert "error: step `start` failed" in done.err
    assert message in done.err


@pytest.mark.parametrize(
    "act",
    [
        "self.x += bool(os.fork() == 0) * 7",
        "os.chdir('/')",
        "threading.Thread(target=time.sleep, args=(60,)).start()",
        "subprocess.Popen(['sleep', '60'])",
        "[sys.stdout.write('y' * 99999 + chr(10)) for _ in range(1000)]",
        "sys.stdout = None",
        "sys.stdout.close()",
        "os.close(1); os.close(2)",
        "os.closerange(3, 200)",
        "os.closerange(0, 200)",
        "os.environ.clear()",
        "__import__('atexit').register(os._exit, 9)",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    ],
)
def test_what_a_task_may_do(place: Place, act: str) -> None:
    place.write(HOSTILE.format(act))
    done = place.flowc("run", "flow.py")
    assert done.code == 0, done.err
    data = place.latest("HostileFlow").data
    assert data is not None
    assert data.x == 1


def test_a_zygote_that_was_killed_is_started_again(place: Place) -> None:
    place.write(
        """
        import os, signal


        class KillFlow(FlowSpec):
            @retry(times=1)
            @step
            def start(self):
                self.attempt = current.retry_count
                if self.attempt == 0:
                    zygote = int(open(f"/proc/{os.getppid()}/stat").read().split()[3])
                    os.kill(zygote, signal.SIGKILL)
                    os.kill(os.getppid(), signal.SIGKILL)
                    os.kill(os.getpid(), signal.SIGKILL)
                self.next(self.end)

            @step
            def end(self):
                pass
        """
    )
    assert place.flowc("run", "flow.py").code == 0
    assert place.latest("KillFlow")["start"].task.data.attempt == 1


RANDOM = """
import random
{}


class RandomFlow(FlowSpec):
    @step
    def start(self):
        self.items = [0, 1, 2]
        self.next(self.draw, foreach="items")

    @step
    def draw(self):
        self.number = random.random()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.numbers = [one.number for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""


@pytest.mark.parametrize(("seeding", "different"), [("random.random()", 3), ("random.seed(42)", 1)])
def test_random_numbers_are_those_of_fresh_interpreters(place: Place, seeding: str, different: int) -> None:
    place.write(RANDOM.format(seeding))
    assert place.flowc("run", "flow.py").code == 0
    data = place.latest("RandomFlow").data
    assert data is not None
    assert len(set(data.numbers)) == different
    if different == 1:
        assert data.numbers[0] == 0.6394267984578837


THREADED = """
import os, threading

threading.Thread(target=threading.Event().wait, daemon=True).start()


class ThreadedFlow(FlowSpec):
    @step
    def start(self):
        self.threads = threading.active_count()
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def test_tasks_are_started_anew_where_forking_would_lose_threads(place: Place) -> None:
    place.write(THREADED)
    assert place.flowc("run", "flow.py").code == 0
    assert place.latest("ThreadedFlow")["start"].task.successful


def test_events_are_json(place: Place) -> None:
    place.write(HOSTILE.format("print('hello')"))
    events = place.flowc("run", "flow.py", "--json").events()
    assert [event["event"] for event in events] == [
        "run_started",
        "task_started",
        "task_output",
        "task_ended",
        "task_started",
        "task_output",
        "task_ended",
        "run_ended",
    ]
    assert events[2] == {
        "event": "task_output",
        "step": "start",
        "path": "r",
        "stream": "stdout",
        "text": "hello",
    }
    assert json.dumps(events[-1]["status"]) == '"succeeded"'
