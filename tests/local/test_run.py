"""`flowc run`, `resume` and the commands that read: what users see."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.local.running import SUM, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_run_succeeds_and_is_told_in_lines(place: Place) -> None:
    place.write(SUM)
    done = place.flowc("run", "flow.py", "--factor", "2", "--run-id-file", "id", "--tag", "nightly")
    assert (done.code, done.err) == (0, "")
    run_id = (place.folder / "id").read_text()
    lines = done.out.splitlines()
    assert lines[0] == f"SumFlow/{run_id}"
    assert "[end] total 12" in lines
    assert lines[-1].startswith(f"SumFlow/{run_id} succeeded: 6 tasks in ")
    run = place.latest("SumFlow")
    assert run.id == run_id
    assert run.data is not None
    assert run.data.total == 12
    assert "nightly" in run.tags


def test_a_failure_shows_the_line_the_traceback_and_the_way_on(place: Place) -> None:
    place.write(SUM)
    (place.folder / "broken").touch()
    done = place.flowc("run", "flow.py", "--max-workers", "1")
    run = place.latest("SumFlow")
    assert done.code == 1
    assert "error: step `work` failed at r.1: ValueError: item two is bad" in done.err
    assert '           raise ValueError("item two is bad")' in done.err
    assert "Traceback (most recent call last):" in done.err
    assert "runtime_shim" not in done.err
    assert f"help: flowc resume {run.pathspec}" in done.err
    assert not run.successful
    status = place.flowc("status", run.id, "--json")
    assert json.loads(status.out)["steps"] == {"start": {"done": 1}, "work": {"done": 1, "failed": 1}}
    assert json.loads(status.out)["status"] == "failed"


def test_a_resume_clones_what_was_done(place: Place) -> None:
    place.write(SUM)
    (place.folder / "broken").touch()
    place.flowc("run", "flow.py", "--max-workers", "1", "--factor", "10")
    failed = place.latest("SumFlow")
    (place.folder / "broken").unlink()
    done = place.flowc("resume", failed.id, "--json")
    endings = {
        (one["step"], one["path"]): one["ending"] for one in done.events() if one["event"] == "task_ended"
    }
    assert endings == {
        ("start", "r"): "cloned",
        ("work", "r.0"): "cloned",
        ("work", "r.1"): "done",
        ("work", "r.2"): "done",
        ("join", "r"): "done",
        ("end", "r"): "done",
    }
    run = place.latest("SumFlow")
    assert run.origin_pathspec == failed.pathspec
    assert run.data is not None
    assert run.data.total == 60
    assert run["work"]["r.0"].origin_pathspec == f"{failed.pathspec}/work/r.0"


def test_a_resume_from_a_step_runs_it_and_what_follows(place: Place) -> None:
    place.write(SUM)
    place.flowc("run", "flow.py")
    first = place.latest("SumFlow")
    place.write(SUM.replace("sum(one.x for one in inputs)", "100"))
    done = place.flowc("resume", first.pathspec, "--from", "join", "--json")
    ran = [one["step"] for one in done.events() if one.get("ending") == "done"]
    assert ran == ["join", "end"]
    data = place.latest("SumFlow").data
    assert data is not None
    assert data.total == 100


def test_an_interrupted_run_goes_on(place: Place) -> None:
    place.write(SUM.replace("self.x =", "import time; time.sleep(1)\n        self.x ="))
    process = place.start("run", "flow.py", "--max-workers", "1", "--json")
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line).get("path") == "r.1":
            break
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    run = place.latest("SumFlow")
    assert f"help: flowc run flow.py --continue {run.id}" in err
    assert not run.successful
    done = place.flowc("run", "flow.py", "--continue", run.id, "--json")
    endings = {
        (one["step"], one["path"]): one["ending"] for one in done.events() if one["event"] == "task_ended"
    }
    assert endings["start", "r"] == endings["work", "r.0"] == "adopted"
    assert endings["work", "r.1"] == endings["end", "r"] == "done"
    assert place.latest("SumFlow").id == run.id
    assert place.latest("SumFlow").successful


def test_tasks_end_with_an_engine_that_was_killed_and_the_run_goes_on(place: Place) -> None:
    place.write(
        SUM.replace(
            "self.x =",
            "open(f'pid{self.index}', 'w').write(str(os.getpid())); import time; "
            "time.sleep(0.5 if os.path.exists('quick') else 60)\n        self.x =",
        )
    )
    process = place.start("run", "flow.py", "--json")
    assert process.stdout is not None
    while not all((place.folder / f"pid{index}").exists() for index in range(3)):
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    pids = [int((place.folder / f"pid{index}").read_text() or 0) for index in range(3)]
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in pids if pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in pids if pid and Path(f"/proc/{pid}").exists()]
    (place.folder / "quick").touch()
    run = place.latest("SumFlow")
    assert place.flowc("run", "flow.py", "--continue", run.id).code == 0
    data = place.latest("SumFlow").data
    assert data is not None
    assert data.total == 6


def test_a_run_goes_on_only_with_the_code_it_began_with(place: Place) -> None:
    place.write(SUM)
    place.flowc("run", "flow.py")
    run = place.latest("SumFlow")
    place.write(SUM.replace("self.input *", "7 +"))
    done = place.flowc("run", "flow.py", "--continue", run.id)
    assert done.code == 2
    assert "the flow's code has changed" in done.err
    assert f"flowc resume {run.pathspec}" in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--factor", "many"], "parameter `factor` is 'many', which is not a whole number"),
        (["--factr", "1"], "No such option '--factr'"),
        (["--param", "factr=1"], "is not NAME=VALUE of a parameter: factor"),
        (["--inline", "wrok"], "the flow has no step 'wrok'"),
    ],
)
def test_a_wrong_command_line_runs_nothing(place: Place, words: list[str], message: str) -> None:
    place.write(SUM)
    done = place.flowc("run", "flow.py", *words)
    assert done.code == 2
    assert message in done.err
    assert not list((place.folder / "store").glob("*/*/SumFlow/runs/*/tasks"))


def test_values_arrive_unchanged(place: Place) -> None:
    text = "a 'b' \"c\" $(id) `id` \n\t{{x}} é \u2603 --"
    place.write(
        """
        class TextFlow(FlowSpec):
            text = Parameter("text", default="")

            @step
            def start(self):
                self.got = self.text
                self.next(self.end)

            @step
            def end(self):
                pass
        """
    )
    assert place.flowc("run", "flow.py", "--text", text).code == 0
    data = place.latest("TextFlow").data
    assert data is not None
    assert data.got == text
    large = json.dumps({"k": "v" * 100_000})
    assert place.flowc("run", "flow.py", "--param", f"text={large}").code == 0
    data = place.latest("TextFlow").data
    assert data is not None
    assert data.got == large


def test_the_commands_that_read(place: Place) -> None:
    place.write(SUM)
    place.flowc("run", "flow.py")
    run = place.latest("SumFlow")
    assert place.flowc("runs").out.startswith(f"{run.pathspec}  ")
    assert place.flowc("runs", "SumFlow", "--json").out.count("\n") == 1
    assert place.flowc("logs", run.id).out == "[end/r] total 6\n"
    assert place.flowc("logs", f"{run.pathspec}/end/r", "--stdout").out == "total 6\n"
    assert place.flowc("logs", f"{run.id}/end", "--stderr").out == ""
    listed = place.flowc("artifacts", f"{run.id}/join", "--values").out
    assert "  total  " in listed
    assert listed.splitlines()[-1].endswith(" = 6")
    assert place.flowc("status", "77").code == 2
    assert "no run 77" in place.flowc("status", "77").err
    assert "no task of a step 'wrok'" in place.flowc("logs", f"{run.id}/wrok").err
