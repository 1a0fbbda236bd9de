"""A wide foreach in slices: every item is run once, by the one pod of its slice."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from flowc.backends.argo.backend import ArgoBackend
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.flow import Flow
from flowc.ir.trace import TaskId, traces
from flowc.runtime_shim.slices import slice_of, slices
from tests.argo_sim.compare import FIRST, LAST
from tests.argo_sim.controller import Choice, Controller
from tests.argo_sim.manifest import Manifest
from tests.argo_sim.oracles import Recorded, every_run
from tests.argo_sim.pods import Pod, Result
from tests.argo_sim.steps import SPLITS, Steps
from tests.argo_sim.test_runs import PACKAGE, structured
from tests.structure.build import flow_of

SIZE = 3
TABLES = {
    "one step": "start: * a\na: j\nj+: end\nend:",
    "several steps": "start: * a\na: b\nb: c\nc: j\nj+: end\nend:",
    "a branch": "start: * a\na: b c\nb: i\nc: d\nd: i\ni+: e\ne: j\nj+: end\nend:",
    "two arms open it": "start: ? p q\np: * w\nq: * w\nw: v\nv: j\nj+: end\nend:",
    "in a foreach": "start: * a\na: * b\nb: c\nc: i\ni+: j\nj+: end\nend:",
    "in a loop": "start: h\nh: * w\nw: j\nj+: ? h end\nend:",
}


def packed(flow: Flow, size: int = SIZE) -> Manifest:
    request = Request(
        flow=flow,
        profile="argo@4.1",
        settings=TargetSettings(own={"pack": size}),
        package=PACKAGE,
        package_external=True,
    )
    (document,) = ArgoBackend().emit(request)
    return Manifest(document.text)


class InSlices(Steps):
    """Steps as the runtime has them: a path that ends in a slice stands for its items."""

    def __init__(self, flow: Flow, outcomes: Recorded, sizes: dict[str, int]) -> None:
        super().__init__(flow, outcomes)
        self.sizes = sizes
        self.ran: list[TaskId] = []

    def __call__(self, pod: Pod) -> Result:
        piece = slice_of(pod.task.path)
        if piece is None:
            self.ran.append(pod.task)
            result = super().__call__(pod)
            size = self.sizes.get(pod.task.step)
            if size and SPLITS in result.files:
                return Result(files={SPLITS: str(slices(int(result.files[SPLITS]), size))})
            return result
        assert pod.outputs == ()
        splits = next(
            self.outcomes.splits(task)
            for task in reversed(self.ran)
            if task.path == piece.path and task.step in self.sizes
        )
        self.ran += [TaskId(pod.task.step, piece.task(item)) for item in piece.items(splits)]
        return Result()


def sizes_of(manifest: Manifest) -> dict[str, int]:
    """What each opener is told."""
    found = {}
    for name, template in manifest.templates.items():
        if "container" in template and (size := manifest.environment_of(template).get("FLOWC_SLICE")):
            found[name] = int(size)
    return found


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("choose", [FIRST, LAST])
def test_every_item_runs_once(name: str, choose: Choice) -> None:
    flow = structured(flow_of(TABLES[name]))
    manifest = packed(flow)
    sizes = sizes_of(manifest)
    assert set(sizes.values()) == {SIZE}
    sizes_tried = (0, 4) if name == "in a foreach" else (0, 1, 3, 7)
    for oracle in every_run(flow, sizes_tried, 2):
        expected = traces(flow, oracle)
        steps = InSlices(flow, oracle, sizes)
        run = Controller(manifest, steps, choose).run()
        assert run.phase == "Succeeded"
        assert Counter(steps.ran) == Counter(expected.tasks())


def test_a_slice_of_another_length_than_the_opener_is_told_is_found() -> None:
    flow = structured(flow_of(TABLES["one step"]))
    manifest = packed(flow)
    for task in manifest.templates["flow"]["dag"]["tasks"]:
        for one in task.get("arguments", {}).get("parameters", []):
            one["value"] = re.sub(r"x3$", "x2", one["value"])
    oracle = Recorded([1], (0, 7))
    steps = InSlices(flow, oracle, sizes_of(manifest))
    Controller(manifest, steps, FIRST).run()
    assert Counter(steps.ran) != Counter(traces(flow, oracle).tasks())


def test_without_a_slice_nothing_is_said_of_slices() -> None:
    flow = structured(flow_of(TABLES["one step"]))
    plain = packed(flow, 1)
    assert sizes_of(plain) == {}
    request = Request(
        flow=flow, profile="argo@4.1", settings=TargetSettings(), package=PACKAGE, package_external=True
    )
    assert plain.spec == Manifest(ArgoBackend().emit(request)[0].text).spec
