"""How a kubelet and the kernel end steps, and what becomes of the run."""

from __future__ import annotations

import os
import signal
import time
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from tests.argo_engine.doing import PODS, delete_pod, start, steps_of, until
from tests.argo_engine.on_kubelet.seeing import Watched, end_of
from tests.conformance.protocol import Deployed, Triggered
from tests.engines.argo.kube.api import Object
from tests.engines.argo.kube.setup import apply_all, dumped
from tests.engines.argo.kubelet.cgroups import is_unified, left_over
from tests.engines.argo_kubelet.adapter import ArgoKubelet
from tests.engines.argo_standin.adapter import compiled

pytestmark = pytest.mark.xdist_group("kubelet")

SECONDS = 240.0
GRACE = 20
KILLED = 137 if is_unified() else 1
"""Version 2 of control groups kills all of a container, version 1 the task alone; then the runtime says so."""
HELD = "flowc.example/held"


def test_a_step_that_takes_too_much_memory_is_killed_tried_again_and_caught(
    kubelet: ArgoKubelet, watched: Watched, own: Path
) -> None:
    run = start(kubelet, own / "hungry.py")
    assert kubelet.wait(run, SECONDS) == "succeeded"
    ends = [end_of(pod) for pod in watched.ended(run, "eat")]
    reasons = [(end["exitCode"], end["reason"]) for end in ends]
    assert reasons == [(KILLED, "OOMKilled"), (KILLED, "OOMKilled"), (0, "Completed")]
    assert {pod["status"]["qosClass"] for pod in watched.ended(run, "eat")} == {"Burstable"}
    printed = [watched.log(pod).count("attempt") for pod in watched.ended(run, "eat")]
    assert printed == [1, 1, 0]
    assert statuses(kubelet, run, "eat") == ["failed", "failed", "caught"]
    for attempt in manifests(kubelet, run, "eat")[:2]:
        assert (
            "killed from outside (SIGKILL): most often it used more memory" in attempt["exception"]["message"]
        )
    data = steps_of(kubelet.store, run)["end"].task.data
    assert (data.was_caught, data.begun) == (True, -1)
    assert not hasattr(data, "eaten")
    assert "the task was ended from outside, on each of 2 attempts" in data.words


def test_without_the_limit_nothing_is_killed(kubelet: ArgoKubelet, watched: Watched, own: Path) -> None:
    documents = list(yaml.safe_load_all(compiled(own / "hungry.py")))
    (template,) = [one for one in documents[0]["spec"]["templates"] if one["name"] == "eat"]
    del template["container"]["resources"]["limits"]["memory"]
    documents[0]["metadata"]["name"] = "unlimited"
    made, *_ = apply_all(kubelet.engine.api, dumped(documents))
    run = kubelet.trigger(Deployed("HungryFlow", own / "hungry.py", made), {})
    assert kubelet.wait(run, SECONDS) == "succeeded"
    (pod,) = watched.ended(run, "eat")
    assert (end_of(pod)["exitCode"], end_of(pod)["reason"]) == (0, "Completed")
    data = steps_of(kubelet.store, run)["end"].task.data
    assert (data.was_caught, data.eaten) == (False, 400)


def test_a_step_that_does_not_keep_its_time_is_ended_by_the_kubelet(
    kubelet: ArgoKubelet, watched: Watched, own: Path
) -> None:
    run = start(kubelet, own / "stubborn.py")
    assert kubelet.wait(run, SECONDS) == "succeeded"
    late, caught = watched.ended(run, "sit")
    assert (late["status"]["phase"], late["status"]["reason"]) == ("Failed", "DeadlineExceeded")
    assert late["spec"]["activeDeadlineSeconds"] == 61
    assert seconds_of(late) >= 60
    assert end_of(caught)["exitCode"] == 0
    assert statuses(kubelet, run, "sit") == ["terminated", "caught"]
    data = steps_of(kubelet.store, run)["end"].task.data
    assert (data.was_caught, data.finished) == (True, False)


def test_a_pod_that_is_deleted_ends_in_time_and_says_so(
    kubelet: ArgoKubelet, watched: Watched, own: Path
) -> None:
    run = start(kubelet, own / "evicted.py")
    pod = watched.until_printed(run, "held", "attempt 0 has begun", SECONDS)
    path = f"{PODS}/{pod['metadata']['name']}"
    kubelet.engine.api.merge(path, {"metadata": {"finalizers": [HELD]}})
    before = time.monotonic()
    delete_pod(kubelet, pod, GRACE)
    until(lambda: kubelet.engine.api.get(path)["status"]["phase"] == "Failed", "the end of the pod")
    took = time.monotonic() - before
    end = end_of(kubelet.engine.api.get(path))
    kubelet.engine.api.merge(path, {"metadata": {"finalizers": None}})
    assert (end["exitCode"], end["reason"]) == (143, "Error")
    assert took < GRACE
    assert kubelet.wait(run, SECONDS) == "succeeded"
    assert statuses(kubelet, run, "held") == ["terminated", "done"]
    assert steps_of(kubelet.store, run)["end"].task.data.attempt == 1


def test_a_container_that_is_killed_as_a_whole_is_followed_by_another_attempt(
    kubelet: ArgoKubelet, watched: Watched, own: Path
) -> None:
    """As the kernel does for want of memory where control groups are of version 2."""
    run = start(kubelet, own / "evicted.py")
    pod = watched.until_printed(run, "held", "attempt 0 has begun", SECONDS)
    os.kill(first_process_of(kubelet, pod), signal.SIGKILL)
    assert kubelet.wait(run, SECONDS) == "succeeded"
    killed, after = watched.ended(run, "held")
    assert (end_of(killed)["exitCode"], end_of(after)["exitCode"]) == (137, 0)
    assert "main was killed" in watched.log(killed, "wait")
    assert statuses(kubelet, run, "held") == ["done"]


def first_process_of(kubelet: ArgoKubelet, pod: Object) -> int:
    """Process 1 of `main`, with which all of it ends; by the control group of the container."""
    path = f"{PODS}/{pod['metadata']['name']}"
    (main,) = [
        one for one in kubelet.engine.api.get(path)["status"]["containerStatuses"] if one["name"] == "main"
    ]
    number = main["containerID"].removeprefix("containerd://")
    groups = (group for place in left_over(kubelet.engine.cgroup) for group in place.rglob(number))
    found = (group / "cgroup.procs" for group in groups)
    return min(int(line) for file in found for line in file.read_text().split())


def seconds_of(pod: Object) -> float:
    """How long a pod was on the node."""
    begin, end = (
        datetime.fromisoformat(time.replace("Z", "+00:00"))
        for time in (pod["status"]["startTime"], end_of(pod)["finishedAt"])
    )
    return (end - begin).total_seconds()


def statuses(kubelet: ArgoKubelet, run: Triggered, step: str) -> list[str]:
    """How the attempts of a step ended, by the store."""
    return [manifest["status"] for manifest in manifests(kubelet, run, step)]


def manifests(kubelet: ArgoKubelet, run: Triggered, step: str) -> list[Object]:
    """What the store has of the attempts of a step that ended in good order."""
    task = steps_of(kubelet.store, run)[step].task
    found = [task._document(task.keys.manifest(attempt)) for attempt in task._attempts]
    return [manifest for manifest in found if manifest is not None]
