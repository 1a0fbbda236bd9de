"""Real Metaflow as a program: where it is, and a run of a flow by it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.conformance.cases import Case, as_text

HERE = Path(__file__).parent
VARIABLE = "FLOWC_METAFLOW_PYTHON"
VERSION = "2.19.39"
MISSING = f"""
!!! Metaflow is not here, so nothing is compared with it.
!!! Install `metaflow=={VERSION}` beside the tests' other dependencies,
!!! or set {VARIABLE} to an interpreter that has it.
"""


def interpreter() -> str | None:
    """An interpreter that has Metaflow: that of the variable, or this one."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return chosen
    return sys.executable if find_spec("metaflow") is not None else None


def run_by_metaflow(case: Case, python: str, folder: Path, path: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The run's tasks, as `dump_metaflow.py` prints them; `{"refused": text}` when it did not start.

    `path` is the tasks' PYTHONPATH.
    """
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("METAFLOW", "PYTHONPATH"))
        },
        "METAFLOW_DATASTORE_SYSROOT_LOCAL": str(folder),
        "METAFLOW_HOME": str(folder / "home"),
        "METAFLOW_USER": "tester",
        "USERNAME": "tester",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join(map(str, path)),
    }
    words = [word for name, value in case.parameters.items() for word in (f"--{name}", as_text(value))]
    run_id = folder / "run-id"
    run_id.unlink(missing_ok=True)
    done = subprocess.run(
        [python, str(case.file), "run", "--run-id-file", str(run_id), *words],
        check=False,
        env=environment,
        cwd=case.file.parent,
        capture_output=True,
        text=True,
        timeout=900,
    )
    if not run_id.is_file() or (done.returncode and not _has_task(folder, run_id)):
        return {"refused": done.stdout + done.stderr}
    dumped = subprocess.run(
        [python, str(HERE / "dump_metaflow.py"), _flow_name(case), run_id.read_text(), str(case.file)],
        check=False,
        env=environment,
        cwd=case.file.parent,
        capture_output=True,
        text=True,
    )
    if dumped.returncode:
        raise RuntimeError(dumped.stderr)
    found: dict[str, Any] = json.loads(dumped.stdout.splitlines()[-1])
    return found


def _has_task(folder: Path, run_id: Path) -> bool:
    return any(folder.glob(f".metaflow/*/{run_id.read_text()}/*/[0-9]*"))


def _flow_name(case: Case) -> str:
    from flowc.pipeline.options import Options
    from flowc.pipeline.read import read_unit

    return read_unit(case.file, Options()).flows[0].name
