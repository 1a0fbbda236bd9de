"""What the kubelet has said of pods, and what their containers have printed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from tests.argo_engine.doing import PODS
from tests.conformance.protocol import Triggered
from tests.engines.argo.kube.api import Api, Object
from tests.engines.argo.standin.seen import Seen
from tests.engines.argo_kubelet.adapter import ArgoKubelet

STEP = "flowc.dev/step"
RUN = "flowc.dev/run"


class Watched:
    """The pods of all runs, also of those that are gone by now."""

    def __init__(self, engine: ArgoKubelet) -> None:
        self.engine = engine
        self.seen = Seen()
        self.api = Api(engine.engine.api.access)
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Look no more."""
        self.is_over.set()
        self.thread.join()
        self.api.close()

    def _follow(self) -> None:
        version = self.api.get(PODS)["metadata"]["resourceVersion"]
        while not self.is_over.is_set():
            for event in self.api.watch(PODS, version, timeoutSeconds="2"):
                version = event["object"]["metadata"]["resourceVersion"]
                self.seen._see(event["type"], event["object"])

    def ended(self, run: Triggered, step: str) -> list[Object]:
        """The pods of a step that have ended, the first one first."""
        return [pod for pod in self.pods(run, step) if pod["status"]["phase"] in ("Succeeded", "Failed")]

    def pods(self, run: Triggered, step: str) -> list[Object]:
        """The pods of a step, the first one first."""
        with self.seen.changed:
            known = [pod for pod in self.seen.pods.values() if pod is not None]
        wanted = {STEP: step, RUN: run.run}
        found = [pod for pod in known if wanted.items() <= pod["metadata"]["labels"].items()]
        return sorted(found, key=lambda pod: int(attempt_of(pod)))

    def log(self, pod: Object, container: str = "main") -> str:
        """What a container has printed so far, as the kubelet keeps it."""
        metadata = pod["metadata"]
        folder = f"{metadata['namespace']}_{metadata['name']}_{metadata['uid']}"
        file = self.engine.engine.node / "logs" / folder / container / "0.log"
        return file.read_text() if file.is_file() else ""

    def until_printed(self, run: Triggered, step: str, words: str, seconds: float) -> Object:
        """The pod of a step that has printed this, as soon as there is one."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for pod in self.pods(run, step):
                if words in self.log(pod):
                    return pod
            time.sleep(0.1)
        raise TimeoutError(f"{step} of {run.run} has not printed {words!r} in {seconds} s")


def attempt_of(pod: Object) -> str:
    """The number of the attempt, as the pod is told."""
    return next(value for name, value in _variables(pod) if name == "FLOWC_ATTEMPT")


def end_of(pod: Object, container: str = "main") -> Object:
    """How a container ended: `exitCode`, `reason`, times."""
    states = {one["name"]: one["state"] for one in pod["status"]["containerStatuses"]}
    ended: Object = states[container]["terminated"]
    return ended


def _variables(pod: Object) -> Iterator[tuple[str, str]]:
    (main,) = [one for one in pod["spec"]["containers"] if one["name"] == "main"]
    for variable in main["env"]:
        yield variable["name"], variable.get("value", "")
    yield "FLOWC_ATTEMPT", "0"
