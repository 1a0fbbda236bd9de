"""What people and clusters do to runs, in a few words."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from flowc.client import Run, Step
from flowc.client.places import find_run
from flowc.runtime_shim.store import Store
from tests.conformance.protocol import Triggered
from tests.engines.argo.kube.api import Object
from tests.engines.argo.kube.setup import NAMESPACE
from tests.engines.argo_standin.adapter import ArgoStandIn

PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
RESULTS = f"/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/workflowtaskresults"
WORKFLOWS = f"/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/workflows"
SECONDS = 120.0


def start(engine: ArgoStandIn, file: Path, **parameters: object) -> Triggered:
    """Deploy a flow and start a run."""
    return engine.trigger(
        engine.deploy(file), {name.replace("_", "-"): value for name, value in parameters.items()}
    )


def mark(engine: ArgoStandIn, name: str) -> Path:
    """A file by which tests and steps tell each other something."""
    return engine.engine.shared / "marks" / name


def let_go(engine: ArgoStandIn, run: str) -> None:
    """The steps that wait may go on."""
    mark(engine, f"{run}-go").touch()


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something."""
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} has not happened in {SECONDS} s")
        time.sleep(0.05)


def until_held(engine: ArgoStandIn, run: str, item: int = 0, attempt: int = 0) -> None:
    """Until an attempt of an item of `held` has begun."""
    until(mark(engine, f"{run}-{item}-{attempt}").exists, f"attempt {attempt} of item {item} of {run}")


def pods(engine: ArgoStandIn, run: str, step: str) -> list[Object]:
    """The pods of a step."""
    select = f"workflows.argoproj.io/workflow={run},flowc.dev/step={step}"
    items: list[Object] = engine.engine.api.get(PODS, labelSelector=select)["items"]
    return items


def delete_pod(engine: ArgoStandIn, pod: Object, seconds: int) -> None:
    """As an eviction does: SIGTERM, so many seconds, SIGKILL."""
    engine.engine.api.delete(f"{PODS}/{pod['metadata']['name']}", gracePeriodSeconds=str(seconds))


def steps_of(store: Store, triggered: Triggered) -> Mapping[str, Step]:
    """What the store has of a run."""
    keys, _ = find_run(store, triggered.flow, triggered.run)
    return {step.id: step for step in Run.at(store, keys)}


def attempts(engine: ArgoStandIn, run: str) -> list[str]:
    """The attempts of `held` that began, as `item-attempt`."""
    begun = (path.name.removeprefix(f"{run}-") for path in mark(engine, "x").parent.glob(f"{run}-*"))
    return sorted(name for name in begun if name[0].isdigit())


def retry(engine: ArgoStandIn, run: str) -> None:
    """What `argo retry` does by the API: remove the pods that failed, and let the controller go on from there."""
    api = engine.engine.api
    select = f"workflows.argoproj.io/workflow={run}"
    for pod in api.get(PODS, labelSelector=select)["items"]:
        if pod["status"]["phase"] == "Failed":
            api.delete(f"{PODS}/{pod['metadata']['name']}")
            api.delete(f"{RESULTS}/{pod['metadata']['annotations']['workflows.argoproj.io/node-id']}")
    api.merge(f"{WORKFLOWS}/{run}", {"status": {"phase": "Running"}})
