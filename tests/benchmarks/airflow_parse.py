"""`python -m tests.benchmarks.airflow_parse [--times N]`: what it costs Airflow to import DAG files of 1,000 steps.

CPU seconds of a process of Airflow's Python that runs the file, beside one that runs only the imports of that file.
The bound is 1.2: the DAG processor imports every file again and again. All are run in turns, so that a machine
that becomes slower meanwhile makes all slower.

The last columns tell what of it is Airflow's own: a file with the same imports and as many bare operators, each
after the one before; and the file without Python's collector of circles. One full pass of that costs 0.1 s here,
and falls into the imports or behind them by how many objects there happen to be.
"""

from __future__ import annotations

import argparse
import ast
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import flows
from tests.benchmarks.measure import run_once
from tests.benchmarks.table import table
from tests.engines.airflow.compiled import compiled
from tests.engines.airflow.install import installed_python
from tests.engines.airflow.settings import engine_environment

BOUND = 1.2
SHAPES = {
    "1,000 steps in a line": flows.linear(1000),
    "250 splits of 3": flows.diamonds(250),
    "250 foreachs of 2 steps": flows.foreachs(250),
}
BARE = """
with DAG(dag_id="bare", schedule=None, start_date=datetime(2024, 1, 1, tzinfo=timezone.utc), catchup=False):
    last = BaseOperator(task_id="first")
    for number in range(1001):
        last = last >> BaseOperator(task_id=f"task{number}")
"""
UNCOLLECTED = "import gc, runpy, sys; gc.disable(); runpy.run_path(sys.argv[1])"


def main() -> int:
    """Print the table; the exit status says whether all figures keep the bound."""
    parser = argparse.ArgumentParser(prog="airflow_parse")
    parser.add_argument("--times", type=int, default=5, help="runs per figure; the median counts")
    times = parser.parse_args().times
    rows, worst = [], 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for version in ("3.3", "2.11"):
            for number, (name, source) in enumerate(SHAPES.items()):
                folder = Path(scratch) / f"{version}-{number}"
                folder.mkdir()
                size = _written(folder, source, version)
                words = [[name] for name in ("imports.py", "dag.py", "bare.py")]
                words += [["-c", UNCOLLECTED, name] for name in ("imports.py", "dag.py")]
                alone, whole, bare, alone_off, whole_off = _cpu(folder, words, version, times)
                worst = max(worst, whole / alone)
                ratios = [whole / alone, bare / alone, whole_off / alone_off]
                cells = (
                    f"{size / 1000:.0f}",
                    f"{alone:.2f}",
                    f"{whole:.2f}",
                    *(f"{one:.3f}" for one in ratios),
                )
                rows.append((f"{version}: {name}", *cells))
    header = ("Airflow", "KB", "imports, CPU s", "file, CPU s", "of imports", "bare tasks", "no collector")
    print(table(f"Importing a DAG file (bound: {BOUND} of its imports)", header, rows))
    return 0 if worst <= BOUND else 1


def _written(folder: Path, source: str, version: str) -> int:
    """Write the DAG file of a flow, its imports, and as many bare tasks; the size of the first."""
    (folder / "flow.py").write_text(source, encoding="utf-8")
    wanted = compiled(folder / "flow.py", f"airflow@{version}", "/store", "python")
    text = wanted.documents[0].text
    (folder / "dag.py").write_text(text, encoding="utf-8")
    (folder / "imports.py").write_text(imports_of(text), encoding="utf-8")
    (folder / "bare.py").write_text(imports_of(text) + BARE, encoding="utf-8")
    return len(text.encode())


def imports_of(text: str) -> str:
    """The statements of a file, at its top, that import."""
    body = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom | ast.Try)]
    return ast.unparse(ast.Module(body=body, type_ignores=[])) + "\n"


def _cpu(folder: Path, commands: Sequence[Sequence[str]], version: str, times: int) -> list[float]:
    """The median CPU seconds of Python with each, after one run that does not count."""
    python = installed_python(version)
    environment = {**os.environ, **engine_environment(folder / "home", folder / "none", python)}
    seconds: list[list[float]] = [[] for _ in commands]
    for _ in range(times + 1):
        for words, found in zip(commands, seconds, strict=True):
            cost = run_once((str(python), *words), folder, environment)
            if cost.status:
                raise RuntimeError(f"{' '.join(words)} ends with {cost.status}")
            found.append(cost.cpu)
    return [statistics.median_low(found[1:]) for found in seconds]


if __name__ == "__main__":
    sys.exit(main())
