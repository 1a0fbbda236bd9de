"""A flow file that is started as a program, as Metaflow's are: `python flow.py run`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.local.running import Done, Place

FLOW = """
from flowc import FlowSpec, Parameter, step

class DirectFlow(FlowSpec):
    size = Parameter("size", default=1)

    @step
    def start(self):
        self.twice = self.size * 2
        self.next(self.middle)

    @step
    def middle(self):
        self.next(self.end)

    @step
    def end(self):
        print("size", self.size)

if __name__ == "__main__":
    DirectFlow()
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "flow.py").write_text(FLOW)
    return Place(tmp_path)


def program(place: Place, *words: str) -> Done:
    done = subprocess.run(
        [sys.executable, "flow.py", *words],
        check=False,
        cwd=place.folder,
        env=place.variables(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_run_and_resume(place: Place) -> None:
    done = program(place, "run", "--size", "3")
    assert done.code == 0, done.err
    assert "[end] size 3" in done.out
    first = place.latest("DirectFlow")
    assert first.data.twice == 6
    assert program(place, "resume").code == 0
    assert place.latest("DirectFlow").origin_pathspec == first.pathspec
    done = program(place, "resume", "middle", "--origin-run-id", first.id, "--tag", "again")
    assert done.code == 0, done.err
    assert "start cloned" in done.out
    assert "middle done" in done.out
    last = place.latest("DirectFlow")
    assert (last.origin_pathspec, last.user_tags) == (first.pathspec, {"again"})


def test_there_is_nothing_to_resume(place: Place) -> None:
    done = program(place, "resume")
    assert (done.code, done.err) == (2, "error: there is no run of DirectFlow to resume\n")


def test_commands_that_flowc_has(place: Place) -> None:
    assert program(place, "check").out == "no findings in 1 file\n"
    assert program(place, "show").out.startswith("DirectFlow  flow.py\n  --size int = 1\n")
    assert "No such option '--length'" in program(place, "run", "--length", "3").err


@pytest.mark.parametrize("words", [(), ("--help",)])
def test_help(place: Place, words: tuple[str, ...]) -> None:
    done = program(place, *words)
    assert done.code == 0
    assert done.out.splitlines()[0].split("   ") == [
        "usage: python flow.py run [OPTIONS] [PARAMETERS]",
        "flowc run flow.py ...",
    ]


@pytest.mark.parametrize(
    ("command", "instead"),
    [("argo-workflows", "flowc deploy flow.py --target argo"), ("logs", "flowc logs DirectFlow/RUN/STEP")],
)
def test_commands_of_metaflow_that_are_called_otherwise(place: Place, command: str, instead: str) -> None:
    done = program(place, command, "create")
    assert (done.code, done.err) == (2, f"flowc has no `python flow.py {command}`; type: {instead}\n")


def test_a_word_that_is_no_command(place: Place) -> None:
    done = program(place, "fly")
    assert done.code == 2
    assert done.err.startswith("flowc has no `python flow.py fly`\nusage: python flow.py run")
