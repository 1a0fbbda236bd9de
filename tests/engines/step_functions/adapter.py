"""Step Functions in the suite: emitted machines on an ASL interpreter, jobs that are processes, objects in S3."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from flowc.package.plan import plan_of
from flowc.runtime_shim.about import flow_keys
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.store import Store, open_store
from tests.conformance.protocol import Deployed, Fault, Refused, Status, Triggered, Unsupported
from tests.engines.step_functions.cloud import Cloud
from tests.engines.step_functions.compiling import STORE, compiled
from tests.engines.step_functions.faults import kill_in_step
from tests.engines.step_functions.foundation import lay
from tests.engines.step_functions.identity import identity
from tests.engines.step_functions.installing import MACHINE, install


class StepFunctions:
    """One cloud for all cases. `settings` are what is asked for besides the account's own names."""

    name = "step-functions"
    settings: ClassVar[Mapping[str, Any]] = {}

    def __init__(self) -> None:
        self._numbers = count(1)
        self._machines: dict[Path, str] = {}
        self._outside: dict[str, str | None] = {}

    @property
    def store(self) -> Store:
        """The bucket."""
        return open_store(STORE)

    def start(self, folder: Path) -> None:
        """Bring the cloud up, and let this process find it: the client reads the bucket by the environment."""
        self.cloud = Cloud(folder)
        self._outside = {name: os.environ.get(name) for name in self.cloud.variables()}
        os.environ.update(self.cloud.variables())
        lay(self.cloud)

    def deploy(self, file: Path) -> Deployed:
        """Compile, upload, register, create."""
        asked, documents = compiled(file, **self.settings)
        if file not in self._machines:
            self._machines[file] = f"{asked.flow.name}-{next(self._numbers)}"[-80:]
        machine = install(self.cloud, asked, documents, self._machines[file])
        keys = flow_keys(Plan(plan_of(asked.flow)), "", "")
        return Deployed(asked.flow.name, file, (machine, keys))

    def inject(self, deployed: Deployed, fault: Fault) -> None:
        """Containers are killed; the service itself cannot be."""
        if fault.kind == "kill-engine":
            raise Unsupported("Step Functions is a service that nobody restarts")
        self.cloud.faults.write([kill_in_step(fault.step)])

    def trigger(self, deployed: Deployed, parameters: Mapping[str, Any]) -> Triggered:
        """StartExecution; the name is the run. A run that ends without a record has not started."""
        run = f"run-{next(self._numbers)}"
        machine, keys = deployed.handle
        execution = self.cloud.states.start_execution(
            stateMachineArn=machine, name=run, input=json.dumps(parameters)
        )["executionArn"]
        self._wait_for_record(keys.run(run).record, execution)
        return Triggered(deployed.flow, run, execution)

    def _wait_for_record(self, record: str, execution: str) -> None:
        store = self.store
        while store.age(record) is None:
            found = self.cloud.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                raise Refused(f"{found['status']}: {found.get('error')}: {self._last_words()}")
            time.sleep(0.1)

    def _last_words(self) -> str:
        jobs = self.cloud.jobs()
        return self.cloud.log_of(jobs[-1]["job"]) if jobs else ""

    def wait(self, triggered: Triggered, seconds: float) -> Status:
        """Until the execution has ended."""
        found = self.cloud.wait(triggered.handle, seconds)
        self.cloud.faults.write([])
        return "succeeded" if found["status"] == "SUCCEEDED" else "failed"

    def stop(self) -> None:
        """Take the cloud down."""
        self.cloud.stop()
        for name, value in self._outside.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def manifest(file: Path) -> list[Any]:
    """What a case rests on besides its package: the documents, and what executes them."""
    return [identity(), dict(documents_of(file, StepFunctions.settings))]


def documents_of(file: Path, settings: Mapping[str, Any]) -> Mapping[str, str]:
    """The documents, or why there are none."""
    try:
        return compiled(file, **settings)[1]
    except Unsupported as finding:
        return {"unsupported": str(finding)}


def opens_a_foreach(file: Path) -> bool:
    """Whether the flow has a Map."""
    return '"Type": "Map"' in str(documents_of(file, {}).get(MACHINE, ""))


ADAPTER = StepFunctions
MANIFEST = manifest
