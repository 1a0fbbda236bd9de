"""What `from metaflow import ...` gives inside a task: all that the compiler says it gives, and nothing half."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flowc.frontend.language import PROVIDED, PROVIDED_MODULES
from flowc.runtime_shim.dsl.multicore import (
    MulticoreException,
    parallel_imap_unordered,
    parallel_map,
    profile,
)
from tests.compiling import read
from tests.shim.running import prepare

ROOT = Path(__file__).resolve().parents[2]


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code where `metaflow` is the runtime."""
    script = f"from flowc.runtime_shim.names import install\ninstall()\n{code}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True, env=environment
    )


def test_the_compiler_and_the_runtime_agree_on_what_there_is() -> None:
    names = PROVIDED | PROVIDED_MODULES
    lines = [f"from metaflow import {name}" for name in sorted(names)]
    lines += [f"import metaflow.{name}" for name in sorted(PROVIDED_MODULES)]
    done = python("\n".join(lines))
    assert done.returncode == 0, done.stderr


def test_a_star_gives_all_of_it() -> None:
    done = python(
        "from metaflow import *\n"
        "print(FlowSpec, step, Parameter, current, retry, project, user_step_decorator, Flow, cards, yaml_parser)\n"
        "from metaflow.cards import *\n"
        "print(Markdown, Table)\n"
    )
    assert done.returncode == 0, done.stderr
    assert sorted(PROVIDED - _starred_here()) == []


def _starred_here() -> set[str]:
    done = python("from metaflow import *\nprint(*globals())")
    return set(done.stdout.split())


@pytest.mark.parametrize("name", ["S3", "Deployer", "metadata"])
def test_what_is_not_there_is_said_twice(name: str, tmp_path: Path) -> None:
    """By an error when the flow is compiled, by an ImportError when it runs."""
    head = f"from metaflow import FlowSpec, {name}, step\n"
    source = f"{head}class F(FlowSpec):\n    @step\n    def start(self): pass\n"
    (tmp_path / "flow.py").write_text(source)
    said = [f for f in read(tmp_path / "flow.py").findings if name in f"{f.message} {f.label}"]
    assert [f.severity.name for f in said] == ["ERROR"], said
    done = python(f"from metaflow import {name}")
    assert f"ImportError: `{name}` of metaflow is not there: flowc runs this task" in done.stderr
    done = python(f"import metaflow.{name.lower()}_x")
    assert "ModuleNotFoundError: `metaflow." in done.stderr


def test_parallel_map() -> None:
    assert parallel_map(lambda n: n * n, range(20), max_parallel=3) == [n * n for n in range(20)]
    assert parallel_map(str, []) == []
    assert sorted(parallel_imap_unordered(lambda n: b"x" * n, [3_000_000, 1], max_parallel=2)) == [
        b"x",
        b"x" * 3_000_000,
    ]
    assert len(set(parallel_map(lambda _: os.getpid(), range(4)))) == 4


def _unreaped() -> int:
    """A child that has ended and that nobody waited for; 0 when there is none, whatever servers run beside."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


@pytest.mark.parametrize("fails", [lambda n: 1 // n, lambda n: os._exit(3)])
def test_parallel_map_with_a_failure(fails: object, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(MulticoreException, match="Child failed"):
        parallel_map(fails, [0, 0, 0], max_parallel=2)  # type: ignore[arg-type]
    assert _unreaped() == 0


def test_profile(capsys: pytest.CaptureFixture[str]) -> None:
    found: dict[str, int] = {"a": 1}
    with profile("a", found):
        pass
    assert found["a"] >= 1
    with profile("b"):
        pass
    assert capsys.readouterr().out.startswith("PROFILE: b starting\nPROFILE: b completed in ")


CURRENT = """
from metaflow import FlowSpec, current, step, parallel_map

class F(FlowSpec):
    @step
    def start(self):
        self.squares = parallel_map(lambda n: n * n, [1, 2, 3])
        self.next(self.end)
    @step
    def end(self):
        self.said = current.run.id, current.run.pathspec, current.task.pathspec
        self.before = current.run["start"].task.data.squares
"""


def test_the_run_and_the_task_in_the_client(tmp_path: Path) -> None:
    running = prepare(tmp_path, CURRENT)
    running.go()
    found = running.artifacts("end")
    assert found["said"] == ("1", "F/1", "F/1/end/r")
    assert found["before"] == [1, 4, 9]


def test_without_the_client(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['flowc.client'] = None\nfrom metaflow import current\nprint(current.run)\n"
    )
    done = python(f"{code}current.become({{'_place': (1, 2)}})\ncurrent.run")
    assert done.stdout == "None\n"
    assert "AttributeError: `current.run` needs flowc's client" in done.stderr
