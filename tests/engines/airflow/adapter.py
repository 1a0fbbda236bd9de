"""Airflow, the emitted file in its DAG folder, run by `DAG.test()`: see `driver.py`.

Each flow has a DAG folder of its own, so that one file that cannot be imported breaks nothing else. Tasks are
processes of the test's own interpreter, which is what the flow's packages are installed for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from flowc.runtime_shim.store import Store, open_store
from tests.conformance.protocol import Broken, Deployed, Fault, Refused, Status, Triggered, Unsupported
from tests.engines.airflow.compiled import compiled, write
from tests.engines.airflow.driver_process import DriverProcess
from tests.engines.airflow.install import environment, installed_python

STARTED_WITHIN = 120.0


class AirflowEngine:
    """One version of Airflow. Runs are made one after the other.

    `settings` are those of the configuration, `variables` those of the worker beside Airflow's own.
    """

    def __init__(
        self,
        version: str = "3.3",
        name: str = "airflow",
        settings: Mapping[str, Any] | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.version = version
        self.profile = f"airflow@{version}"
        self.settings = dict(settings or {})
        self.variables = dict(variables or {})
        self.folder = Path()
        self.faults: dict[str, Fault] = {}
        self._count = 0
        self._driver: DriverProcess | None = None

    @property
    def store(self) -> Store:
        """A folder."""
        return open_store(str(self.folder / "store"))

    def start(self, folder: Path) -> None:
        """Airflow itself starts with the first run. Raises `MissingEngine` when it is not installed."""
        self.folder = folder
        variables = {"TMPDIR": str(folder / "tmp"), **self.variables}
        (folder / "tmp").mkdir(parents=True, exist_ok=True)
        self._driver = DriverProcess(folder / "airflow", installed_python(self.version), variables)

    @property
    def driver(self) -> DriverProcess:
        """Airflow's process."""
        assert self._driver is not None, "not started"
        return self._driver

    def configuration(self) -> dict[str, Any]:
        """What flows are compiled with."""
        return {"store": str(self.folder / "store"), "python": sys.executable, **self.settings}

    def deploy(self, file: Path) -> Deployed:
        """Compile, write into a DAG folder, let Airflow read it."""
        wanted = compiled(file, self.profile, others=json.dumps(self.configuration()))
        dags = self.folder / "dags" / file.parent.name
        build = write(wanted, dags, self.store.url)
        answer = self.driver.ask(do="load", dags=str(dags))
        if answer["errors"] or build.dag not in answer["dags"]:
            raise Broken(f"Airflow cannot read {build.file}: {answer}")
        return Deployed(wanted.request.flow.name, file, (build.dag, dags))

    def inject(self, deployed: Deployed, fault: Fault) -> None:
        """Only tasks can be killed: there is no scheduler to kill."""
        raise Unsupported("`DAG.test()` has no scheduler; see the tests of `airflow standalone`")

    def trigger(self, deployed: Deployed, parameters: Mapping[str, Any]) -> Triggered:
        """Start a run, and wait until Airflow has made it."""
        self._count += 1
        dag, dags = deployed.handle
        self.driver.ask(do="load", dags=str(dags))
        answer = self.driver.ask(
            STARTED_WITHIN, do="run", dag=dag, run=f"case-{self._count}", conf=dict(parameters)
        )
        if "refused" in answer:
            raise Refused(answer["refused"])
        return Triggered(deployed.flow, answer["started"])

    def wait(self, triggered: Triggered, seconds: float) -> Status:
        """Until the run has ended."""
        state = self.driver.answer(seconds)["ended"]
        return "succeeded" if state == "success" else "failed"

    def stop(self) -> None:
        """End Airflow's process."""
        if self._driver is not None:
            self._driver.stop()


def manifest(file: Path, version: str) -> list[Any]:
    """The DAG files as emitted with fixed settings, and what is installed."""
    try:
        wanted = compiled(file, f"airflow@{version}", "/store", "python")
    except Unsupported as finding:
        return [str(finding)]
    dags = [document.text for document in wanted.documents if document.name.endswith(".py")]
    return [*dags, environment(version).name]


ADAPTER = AirflowEngine
MANIFEST = partial(manifest, version="3.3")
