"""The emitted `Process` operator and the bootstraps start the real code package."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flowc.backends import bootstrap
from flowc.backends.airflow.backend import AirflowBackend
from flowc.backends.protocol import CodePackage
from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.runtime_shim.lean import json
from flowc.runtime_shim.store import open_store
from tests.airflow.emitting import request
from tests.airflow.sim.file import DagFile, load
from tests.compiling import read

SOURCE = """\
from metaflow import FlowSpec, Parameter, exit_hook, step


def good(run):
    open({told!r}, "a").write(f"good {{run.id}} {{run.successful}}\\n")


def bad():
    open({told!r}, "a").write("bad\\n")


def broken(run):
    raise ValueError("broken hook")


@exit_hook(on_success=[broken, good], on_error=[bad])
class HookFlow(FlowSpec):
    \"\"\"Braces {{{{ ti }}}}, "quotes" and a name.md\"\"\"

    word = Parameter("word", default="a")

    @step
    def start(self):
        import os
        self.seen = sorted(os.environ)
        self.items = [1, 2, 3]
        if self.word == "fail":
            raise RuntimeError("as asked")
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
"""


class Deployed:
    """A flow with its DAG file and its package in a DAG folder, and what its tasks see of a run."""

    def __init__(self, folder: Path) -> None:
        self.told = folder / "told.txt"
        file = folder / "flow.py"
        file.write_text(SOURCE.format(told=str(self.told)))
        unit = read(file)
        (flow,) = unit.flows
        self.package = build_package(flow, unit.folder, unit.files, Files())
        self.store = str(folder / "store")
        asked = request(flow, store=self.store, python=sys.executable)
        text = AirflowBackend().emit(_with(asked, self.package))[0].text
        self.file: DagFile = load(text)
        place = folder / "flow.pyz"
        place.write_bytes(self.package.data)
        self.file.names["PACKAGE"] = place
        self.context = {
            "dag_run": SimpleNamespace(
                dag_id="HookFlow",
                run_id="manual__2024-01-01T00:00:00+00:00",
                conf={},
                logical_date=SimpleNamespace(isoformat=lambda: "2024-01-01"),
            ),
            "ti": SimpleNamespace(try_number=1),
            "params": {"word": "a"},
        }

    def execute(self, task: str, **attributes: Any) -> Any:
        """Run a task of the DAG as a worker does."""
        operator: Any = self.file.dags["HookFlow"].tasks[task]
        operator.log = SimpleNamespace(info=lambda *words: None)
        for name, value in attributes.items():
            setattr(operator, name, value)
        return operator.execute(self.context)

    @property
    def run(self) -> Path:
        return Path(self.store) / "_/_/HookFlow/runs/manual__2024-01-01T00-00-00-00-00"


def _with(asked: Any, package: CodePackage) -> Any:
    from dataclasses import replace

    return replace(asked, package=package)


@pytest.fixture
def deployed(tmp_path: Path) -> Deployed:
    return Deployed(tmp_path)


def test_a_run_gives_paths_and_calls_the_hooks(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", "secret")
    assert deployed.execute("start") == ["r.0", "r.1", "r.2"]
    for path in ("r.0", "r.1", "r.2"):
        assert deployed.execute("work", path=path) is None
    deployed.execute("join")
    deployed.execute("end")
    with pytest.raises(RuntimeError, match="exit code 1"):
        deployed.execute("-exit")  # one of the functions is broken; the other is called all the same
    assert deployed.told.read_text() == "good manual__2024-01-01T00-00-00-00-00 True\n"
    record = json.loads((deployed.run / "run.json").read_bytes().partition(b"\n")[2])
    assert record["owner"] == "HookFlow/manual__2024-01-01T00:00:00+00:00/2024-01-01"
    assert record["parameters"] == {"word": "a"}


def test_tasks_see_nothing_of_airflow(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", "secret")
    store = {"AWS_REGION": "eu-west-1", "FLOWC_S3_ENDPOINT": "http://s3", "FLOWC_KMS_KEY": "key"}
    for name, value in store.items():
        monkeypatch.setenv(name, value)
    passed = deployed.file.names["PASSED"]
    kept = {name for name in os.environ if name.startswith(passed)}
    assert kept >= set(store)  # without these it would not find its store
    assert not [name for name in kept if "AIRFLOW" in name]
    deployed.execute("start")


def test_a_failed_run_calls_the_other_hooks(deployed: Deployed) -> None:
    deployed.context["params"] = {"word": "fail"}
    with pytest.raises(RuntimeError, match="start failed with exit code 1"):
        deployed.execute("start")
    deployed.execute("-exit")
    assert deployed.told.read_text() == "bad\n"


def test_what_no_attempt_can_mend_is_not_tried_again(deployed: Deployed) -> None:
    deployed.execute("start")
    deployed.context["dag_run"].logical_date = SimpleNamespace(isoformat=lambda: "2025-05-05")
    with pytest.raises(Exception, match="another attempt is of no use"):
        deployed.execute("work", path="r.0")


def test_killing_a_task_ends_its_process(deployed: Deployed) -> None:
    operator: Any = deployed.file.dags["HookFlow"].tasks["start"]
    operator.process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    operator.on_kill()
    assert operator.process.poll() is not None


def variables(deployed: Deployed, tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "TMPDIR": str(tmp_path),
        "FLOWC_STORE": deployed.store,
        "FLOWC_RUN_ID": "r1",
        "FLOWC_XCOM": str(tmp_path / "return.json"),
    }


def start(program: str, digest: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, digest, "step", "start"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_pods_get_the_code_in_a_variable_and_answer_in_one_document(
    deployed: Deployed, tmp_path: Path
) -> None:
    package = deployed.package
    inline = base64.b64encode(zlib.compress(package.data, 9)).decode()
    environment = {**variables(deployed, tmp_path), "FLOWC_INLINE": inline}
    done = start(bootstrap.inline_program(), package.digest, environment)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "return.json").read_bytes()) == {"next": None, "splits": 3}
    wrong = start(bootstrap.inline_program(), "0" * 64, environment)
    assert wrong.returncode == 78
    assert "is not 0000" in wrong.stderr


def test_pods_get_the_code_from_the_store(deployed: Deployed, tmp_path: Path) -> None:
    package = deployed.package
    environment = variables(deployed, tmp_path)
    assert start(bootstrap.program(), package.digest, environment).returncode == 1
    open_store(deployed.store).put(bootstrap.package_key(package.digest), package.data)
    done = start(bootstrap.program(), package.digest, environment)
    assert done.returncode == 0, done.stderr
