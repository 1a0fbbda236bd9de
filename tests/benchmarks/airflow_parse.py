"""`python -m tests.benchmarks.airflow_parse [--times N]`: what it costs Airflow to import DAG files of 1,000 steps.

CPU seconds of a process of Airflow's Python that runs the file, beside one that runs only the imports of that file.
The bound is 1.2: the DAG processor imports every file again and again. The two are run in turns, so that a machine
that becomes slower meanwhile makes both slower.
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
SHAPES = {"1,000 steps in a line": flows.linear(1000), "250 splits of 3": flows.diamonds(250)}


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
                file, size = _written(folder, source, version)
                alone, whole = _cpu(folder, (folder / "imports.py", file), version, times)
                worst = max(worst, whole / alone)
                cells = (f"{size / 1000:.0f}", f"{alone:.2f}", f"{whole:.2f}", f"{whole / alone:.3f}")
                rows.append((f"{version}: {name}", *cells))
    header = ("Airflow", "KB", "imports, CPU s", "file, CPU s", "of imports")
    print(table(f"Importing a DAG file (bound: {BOUND} of its imports)", header, rows))
    return 0 if worst <= BOUND else 1


def _written(folder: Path, source: str, version: str) -> tuple[Path, int]:
    """The DAG file of a flow and its size; its imports are put beside it."""
    (folder / "flow.py").write_text(source, encoding="utf-8")
    wanted = compiled(folder / "flow.py", f"airflow@{version}", "/store", "python")
    text = wanted.documents[0].text
    (folder / "dag.py").write_text(text, encoding="utf-8")
    (folder / "imports.py").write_text(imports_of(text), encoding="utf-8")
    return folder / "dag.py", len(text.encode())


def imports_of(text: str) -> str:
    """The statements of a file, at its top, that import."""
    body = [node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom | ast.Try)]
    return ast.unparse(ast.Module(body=body, type_ignores=[])) + "\n"


def _cpu(folder: Path, files: Sequence[Path], version: str, times: int) -> list[float]:
    """The median CPU seconds of each file, after one run that does not count."""
    python = installed_python(version)
    environment = {**os.environ, **engine_environment(folder / "home", folder / "none", python)}
    seconds: dict[Path, list[float]] = {file: [] for file in files}
    for _ in range(times + 1):
        for file in files:
            cost = run_once((str(python), str(file)), folder, environment)
            if cost.status:
                raise RuntimeError(f"{file} ends with {cost.status}")
            seconds[file].append(cost.cpu)
    return [statistics.median_low(found[1:]) for found in seconds.values()]


if __name__ == "__main__":
    sys.exit(main())
