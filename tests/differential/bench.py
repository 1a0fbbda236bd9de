"""`python -m tests.differential.bench`: CPU seconds of runs beside Metaflow's, and memory of a wide foreach."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.differential.peer import MISSING, interpreter

ROOT = Path(__file__).resolve().parents[2]
WIDE = 100
GOAL = 20.0
"""How many times less CPU than Metaflow a task should take."""


def linear(count: int) -> str:
    """A flow of so many empty steps."""
    names = ["start", *(f"s{number}" for number in range(count - 2)), "end"]
    steps = [
        f"    @step\n    def {name}(self):\n        {f'self.next(self.{following})' if following else 'pass'}\n"
        for name, following in zip(names, [*names[1:], ""], strict=True)
    ]
    return "from metaflow import FlowSpec, step\n\n\nclass BenchFlow(FlowSpec):\n" + "\n".join(steps) + MAIN


def wide(count: int) -> str:
    """A flow with a foreach over so many empty steps."""
    return f"""from metaflow import FlowSpec, step


class BenchFlow(FlowSpec):
    @step
    def start(self):
        self.items = list(range({count}))
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
{MAIN}"""


MAIN = '\n\nif __name__ == "__main__":\n    BenchFlow()\n'


def cpu(words: list[str], folder: Path) -> float:
    """CPU seconds of a command and all its processes. Raises CalledProcessError."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPATH": str(ROOT) if "flowc" in words else "",
        "METAFLOW_DATASTORE_SYSROOT_LOCAL": str(folder),
        "METAFLOW_USER": "tester",
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, cwd=folder, env=environment, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    python = interpreter()
    if python is None:
        sys.stderr.write(MISSING)
        return 2
    missed = 0
    for name, source, tasks in (("10 steps", linear(10), 10), (f"foreach {WIDE}", wide(WIDE), WIDE + 3)):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            (folder / "flow.py").write_text(source)
            ours = [sys.executable, "-m", "flowc", "run", "flow.py"]
            cpu(ours, folder)  # compiles, as every later run need not
            mine = min(cpu(ours, folder) for _ in range(3)) / tasks
            theirs = cpu([python, "flow.py", "run", "--max-num-splits", "1000"], folder) / tasks
        missed += theirs / mine < GOAL
        print(
            f"{name}: {mine * 1000:.1f} ms a task, Metaflow {theirs * 1000:.0f} ms: {theirs / mine:.0f} times less"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
