"""A real Airflow with flowc's deployer before it, and what the tests here ask of both."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flowc.backends.airflow.deploy.deployer import AirflowDeployer
from flowc.backends.deployment import Change, Connection, RunState, Wanted
from flowc.client import Run
from flowc.client.places import find_run
from flowc.runtime_shim.store import Store, open_store
from tests.engines.airflow.compiled import compiled
from tests.engines.airflow.standalone import Standalone

FLOWS = Path(__file__).parent / "flows"


class Site:
    """One Airflow for all tests of a session; each test has a flow of its own."""

    def __init__(self, folder: Path, kind: type[Standalone] = Standalone) -> None:
        self.folder = folder
        self.airflow = kind(folder / "airflow", folder / "dags")
        self.store: Store = open_store(str(folder / "store"))

    @property
    def deployer(self) -> AirflowDeployer:
        """A new one, as each command makes it."""
        options = {"server": self.airflow.url, "dags": str(self.airflow.dags), "live-within": 90}
        return AirflowDeployer(Connection(options=options, environment=self.airflow.credentials))

    def compile(self, file: Path, **changed: Any) -> Wanted:
        """A flow for this Airflow."""
        wanted = compiled(file, f"airflow@{self.airflow.version}", self.store.url, sys.executable)
        return replace(wanted, **changed)

    def deploy(self, wanted: Wanted) -> tuple[Change, ...]:
        """Plan and apply; the changes that were made."""
        deployer = self.deployer
        return tuple(deployer.apply(deployer.plan(wanted)))

    def trigger(self, dag: str, parameters: Mapping[str, Any], run: str | None = None) -> str:
        """Start a run; its id."""
        return self.deployer.trigger(dag, parameters, run).run

    def ended(self, dag: str, run: str, seconds: float = 180) -> RunState:
        """The run when it has ended. Raises TimeoutError."""
        found: RunState = until(lambda: _ended(self.deployer.state(dag, run)), seconds, f"{dag}/{run}")
        return found

    def clear(self, dag: str, run: str, task: str) -> None:
        """Clear one task of a run, as the button of the web interface does."""
        import airflow_client.client as api

        server = self.deployer._server
        which = [api.ClearTaskInstancesBodyTaskIdsInner(task)]
        body = api.ClearTaskInstancesBody(
            dry_run=False, dag_run_id=run, task_ids=which, only_failed=False, reset_dag_runs=True
        )
        client = api.TaskInstanceApi(server._client)
        server._ask(client.post_clear_task_instances_without_preload_content, dag, body)

    def artifacts(self, flow: str, run: str, step: str) -> Any:
        """The artifacts of the only task of a step."""
        keys, _ = find_run(self.store, flow, run)
        steps = {one.id: one for one in Run.at(self.store, keys)}
        (task,) = steps[step]
        return task.data


def variant(folder: Path, name: str, changes: Mapping[str, str], source: str = "gated.py") -> Path:
    """A copy of a flow under another class name, with texts replaced; each must be there."""
    text = (FLOWS / source).read_text(encoding="utf-8")
    for old, new in {"GatedFlow": name, **changes}.items():
        assert old in text
        text = text.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "flow.py"
    file.write_text(text, encoding="utf-8")
    return file


def until(look: Callable[[], Any], seconds: float, what: str) -> Any:
    """What `look` gives when it is true. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise TimeoutError(f"{what}: not within {seconds:g} s")


def attempts(gate: Path) -> list[str]:
    """The numbers of the attempts of `work` that have begun, in order."""
    found = sorted(gate.glob("work-*"), key=lambda path: path.name.split("-")[2])
    return [path.name.split("-")[1] for path in found]


def pid_of_work(gate: Path, count: int = 1) -> int:
    """The process of the attempt of that number, counted from 1, once it has begun."""
    until(lambda: len(attempts(gate)) >= count, 60, f"attempt {count} of work")
    latest = sorted(gate.glob("work-*"), key=lambda path: path.name.split("-")[2])[count - 1]
    return int(until(latest.read_text, 5, "the process id"))


def _ended(state: RunState) -> RunState | None:
    return state if state.has_ended else None
