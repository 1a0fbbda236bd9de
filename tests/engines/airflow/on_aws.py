"""Airflow 3.3 whose steps are jobs of AWS Batch or tasks of ECS, of the cloud in `tests.engines.step_functions`.

There, jobs and tasks run their command as a process, and artifacts are objects of S3. The worker has no credentials
but those of its connection `aws_default`, which also says where the cloud is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.runtime_shim.store import Store, open_store
from tests.conformance.protocol import Deployed, Fault, Status, Triggered, Unsupported
from tests.engines.airflow.adapter import AirflowEngine
from tests.engines.airflow.compiled import compiled
from tests.engines.airflow.install import environment
from tests.engines.step_functions.cloud import Cloud
from tests.engines.step_functions.compiling import STORE
from tests.engines.step_functions.faults import kill_in_step
from tests.engines.step_functions.foundation import lay
from tests.engines.step_functions.identity import identity
from tests.engines.step_functions.machines import job_definition, task_definition

OWN: Mapping[str, Mapping[str, Any]] = {
    "batch": {"job-queue": "queue", "job-definition": "any"},
    "ecs": {
        "cluster": "cluster",
        "task-definition": "any",
        "container-name": "task",
        "subnets": ["subnet-1"],
        "security-groups": ["sg-1"],
    },
}
"""What is configured for each executor: the names that the cloud has been given."""

FLOWS = {
    *("hello", "foreach", "nested_foreach", "branch_in_foreach", "switch", "switch_in_foreach"),
    *("loop_over_steps", "retry", "retry_exhausted", "catch_and_retry", "timeout", "parameters"),
    *("environment", "required_parameter", "resources"),
}


class AirflowOnAws(AirflowEngine):
    """One Airflow and one cloud for all cases. `own` is added to the table `[airflow]`."""

    def __init__(self, executor: str, version: str = "3.3") -> None:
        super().__init__(version, f"airflow-{executor}")
        self.executor = executor
        self.own: Mapping[str, Any] = {}
        self._outside: dict[str, str | None] = {}

    @property
    def store(self) -> Store:
        """The bucket."""
        return open_store(STORE)

    def start(self, folder: Path) -> None:
        """Bring both up. This process finds the cloud by its environment, Airflow by a connection."""
        self.cloud = Cloud(folder / "cloud")
        self._outside = {name: os.environ.get(name) for name in self.cloud.variables()}
        os.environ.update(self.cloud.variables())
        base = lay(self.cloud)
        job_definition(self.cloud, base)
        task_definition(self.cloud, base)
        self.variables["AIRFLOW_CONN_AWS_DEFAULT"] = connection(self.cloud)
        self.variables["AIRFLOW_VAR_FLOWC_STORE"] = STORE
        super().start(folder)

    def configuration(self) -> dict[str, Any]:
        """The configuration of a flow."""
        own = {**OWN[self.executor], **self.settings.get("airflow", {}), **self.own}
        usual = {"store": STORE, "python": "python", "executor": self.executor}
        return {**usual, **self.settings, "airflow": own}

    def inject(self, deployed: Deployed, fault: Fault) -> None:
        """Containers are killed."""
        if fault.kind == "kill-engine":
            raise Unsupported("`DAG.test()` has no scheduler; see the tests of `airflow standalone`")
        self.cloud.faults.write([kill_in_step(fault.step)])

    def wait(self, triggered: Triggered, seconds: float) -> Status:
        """Until the run has ended."""
        status = super().wait(triggered, seconds)
        self.cloud.faults.write([])
        return status

    def stop(self) -> None:
        """Take both down."""
        super().stop()
        self.cloud.stop()
        for name, value in self._outside.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def connection(cloud: Cloud) -> str:
    """Airflow's connection to the cloud, as one variable has it."""
    extra = {"region_name": "us-east-1", "endpoint_url": cloud.endpoint}
    return json.dumps({"conn_type": "aws", "login": "worker", "password": "secret", "extra": extra})


def manifest_of(file: Path, executor: str) -> list[Any]:
    """What a case rests on besides its package: the DAG file, and what runs it."""
    others = json.dumps({"airflow": OWN[executor]})
    try:
        wanted = compiled(file, "airflow@3.3", STORE, "python", executor, others)
    except Unsupported as finding:
        return [str(finding)]
    dags = [document.text for document in wanted.documents if document.name.endswith(".py")]
    return [*dags, environment("3.3").name, identity()]


def is_selected(file: Path) -> bool:
    """Flows that show control flow, failures and settings."""
    return file.parent.name in FLOWS
