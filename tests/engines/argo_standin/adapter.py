"""Deploys what `flowc compile --target argo` prints, byte for byte; submits it as `argo submit --from` would."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowc.runtime_shim.store import Store, open_store
from tests.argo_sim.pods import Refused as NotValid
from tests.compiling import compile_for
from tests.conformance.cases import as_text
from tests.conformance.protocol import Deployed, Fault, Refused, Status, Triggered, Unsupported
from tests.engines.argo.engine import Engine
from tests.engines.argo.kube.api import Object
from tests.engines.argo.kube.setup import add_what_flows_name, apply_all
from tests.engines.argo.node.image import SHARED
from tests.engines.argo.standin.arguments import effective

ROOT = Path(__file__).resolve().parents[3]
STORE = "flowc-store"
FOLDER = "store"
"""The store, within the folder that all containers share."""


class ArgoStandIn:
    """Runs are Workflows; the store is a folder that every container reaches."""

    name = "argo-standin"
    lanes = 4
    """How many cases may run at once."""

    def __init__(self) -> None:
        self.engine = Engine()
        self.lock = threading.Lock()
        self.deployed: dict[Path, Deployed] = {}

    @property
    def store(self) -> Store:
        """A folder."""
        return open_store(str(self.engine.shared / FOLDER))

    def start(self, folder: Path, variables: Mapping[str, str] | None = None) -> None:
        """Build what is missing, and bring the engine up. `variables` are those of every container."""
        self.engine.start(folder, variables)
        add_what_flows_name(self.engine.api)

    def deploy(self, file: Path) -> Deployed:
        """Compile, and apply every document that comes out; once for each file."""
        with self.lock:
            if file not in self.deployed:
                apply_all(self.engine.api, compiled(file, "--emit", "rbac"))
                objects = apply_all(self.engine.api, compiled(file))
                (template,) = [one for one in objects if one["kind"] == "WorkflowTemplate"]
                flow = template["metadata"]["annotations"]["workflows.argoproj.io/title"]
                self.deployed[file] = Deployed(flow, file, template)
            return self.deployed[file]

    def inject(self, deployed: Deployed, fault: Fault) -> None:
        """See `tests/argo_engine` for the faults of this engine."""
        raise Unsupported(f"{fault.kind} is tested in tests/argo_engine")

    def trigger(self, deployed: Deployed, parameters: Mapping[str, Any]) -> Triggered:
        """A Workflow that refers to the template, with the values as they would be typed."""
        given = {name: as_text(value) for name, value in parameters.items()}
        workflow = submission(deployed.handle, {STORE: f"{SHARED}/{FOLDER}", **given})
        try:
            effective(deployed.handle["spec"], workflow)
        except NotValid as refusal:
            raise Refused(str(refusal)) from None
        made = self.engine.submit(workflow)
        return Triggered(deployed.flow, made["metadata"]["name"], made)

    def wait(self, triggered: Triggered, seconds: float) -> Status:
        """Until the Workflow has a phase that is final."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if (phase := self.engine.phase(triggered.run)) in ("Succeeded", "Failed", "Error"):
                return "succeeded" if phase == "Succeeded" else "failed"
            time.sleep(0.1)
        raise TimeoutError(f"{triggered.run} has not ended in {seconds} s")

    def stop(self) -> None:
        """Take the engine down."""
        self.engine.stop()


def submission(template: Object, values: Mapping[str, str]) -> Object:
    """The Workflow that `argo submit --from workflowtemplate/NAME -p ...` makes."""
    name = template["metadata"]["name"]
    parameters = [{"name": key, "value": value} for key, value in values.items()]
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {"generateName": f"{name}-"},
        "spec": {"workflowTemplateRef": {"name": name}, "arguments": {"parameters": parameters}},
    }


def compiled(file: Path, *options: str) -> str:
    """What the command prints for a flow. Raises `Unsupported` with its findings."""
    command = [sys.executable, "-m", "flowc", "compile", file.name, "--target", "argo", *options]
    done = subprocess.run(
        command, cwd=file.parent, capture_output=True, text=True, check=False, env=environment()
    )
    if done.returncode != 0:
        raise Unsupported(done.stderr)
    return done.stdout


def environment() -> dict[str, str]:
    """The sources of this tree, whatever is installed."""
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "FLOWC_CACHE_DIR": "", "NO_COLOR": "1"}


ADAPTER = ArgoStandIn


def manifest(file: Path) -> list[Any]:
    """What the compiler prints, without the package, which the digest covers anyway."""
    return [document.text for document in compile_for(file, "argo").documents]


MANIFEST = manifest
