"""Wide foreachs: `python -m tests.benchmarks.argo_fan_out [--real] [ITEMS[/PACK]...]`.

The API server is the real one, each pod an object in it. The controller is the stand-in of `tests/engines/argo`,
the node runs nothing, and which fields Argo gives a node is from its sources: the sizes are estimates of Argo's.
With `--real` the node runs the tasks; the flow itself checks its results.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flowc.backends.argo.packing import measured
from flowc.backends.argo.size import LARGEST, run_bytes
from flowc.backends.protocol import TargetSettings
from tests.benchmarks.table import table
from tests.compiling import read
from tests.engines.argo.engine import WORKFLOWS, Engine
from tests.engines.argo.kube.api import ApiError, Object
from tests.engines.argo.kube.setup import apply_all
from tests.engines.argo.standin.size import size_of, unpacked
from tests.engines.argo_standin.adapter import compiled, environment, submission

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
CASES = ("1000", "5000", "10000/5")
HEADER = (
    *("items", "pack", "pods", "phase", "seconds"),
    *("nodes", "plain", "gzip+base64", "flowc expects", "FLOW422"),
)
SECONDS = 3600.0
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """So many items, in slices of so many: 1 for a pod each."""

    items: int
    pack: int = 1
    is_real: bool = False
    """Whether the node runs the tasks."""

    @property
    def pods(self) -> int:
        """The pods of the body."""
        return -(-self.items // self.pack)


def wide(word: str, is_real: bool) -> Wide:
    """`ITEMS` or `ITEMS/PACK`."""
    items, _, pack = word.partition("/")
    return Wide(items=int(items), pack=int(pack or 1), is_real=is_real)


def main(words: list[str]) -> None:
    """Run the cases, each on an engine of its own; then ask the server what it takes at most."""
    is_real = "--real" in words
    does = "runs the tasks" if is_real else "runs nothing"
    print(f"The controller is a stand-in, the node {does}; sizes are estimates of what Argo's would be.")
    print(f"In MiB; Argo takes {LARGEST / MIB:.2f}.\n", flush=True)
    rows = []
    for word in [word for word in words if word != "--real"] or CASES:
        case = wide(word, is_real)
        with started(case) as engine:
            rows.append(_row(engine, case))
            largest = _most(engine)
        print(f"{word}: {rows[-1]}", flush=True)
    print("\n" + table("Fan-out on Argo", HEADER, rows))
    print(f"The API server itself took a Workflow of {largest / MIB:.2f} and none of 1/64 more.")


@contextmanager
def started(case: Wide) -> Iterator[Engine]:
    """An engine whose openers say that there are so many."""
    with tempfile.TemporaryDirectory() as name:
        engine = Engine()
        if not case.is_real:
            engine.settings = {"pretend": {"/tmp/flowc/splits": str(case.pods)}}
        engine.start(Path(name))
        try:
            yield engine
        finally:
            engine.stop()


def _row(engine: Engine, case: Wide) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as name:
        flow = _flow(Path(name), case)
        began = time.monotonic()
        workflow = _run(engine, flow, case)
        seconds = time.monotonic() - began
        said = "yes" if "FLOW422" in _findings(flow) else "no"
        estimate = _model(flow, workflow["spec"]["workflowTemplateRef"]["name"], case)
    status = workflow["status"]
    size = size_of(unpacked(workflow)) if "message" not in status or not status["message"] else None
    measured = (f"{size.nodes:,}", _mib(size.plain), _mib(size.packed)) if size else ("-", "-", "-")
    words = (f"{case.items:,}", str(case.pack), f"{case.pods:,}", status["phase"], f"{seconds:.0f}")
    return (*words, *measured, _mib(estimate), said)


def _mib(length: int) -> str:
    return f"{length / MIB:.3f}"


def _flow(folder: Path, case: Wide) -> Path:
    (folder / "flow.py").write_text((GOLDEN / "foreach" / "flow.py").read_text())
    (folder / "flowc.toml").write_text(f"max-fan-out = {case.items}\n[argo]\npack = {case.pack}\n")
    return folder / "flow.py"


def _run(engine: Engine, flow: Path, case: Wide) -> Object:
    """Deploy the flow, run it, and read the object; pods stay, which are far more than one call can delete."""
    (template,) = [one for one in apply_all(engine.api, compiled(flow)) if one["kind"] == "WorkflowTemplate"]
    name = template["metadata"]["name"]
    path = f"{WORKFLOWS.rpartition('/')[0]}/workflowtemplates/{name}"
    engine.api.merge(path, {"spec": {"podGC": None}})
    values = {"flowc-store": "/shared/store", "width": str(case.items)}
    run = engine.submit(submission(template, values))["metadata"]["name"]
    end = time.monotonic() + SECONDS
    while engine.phase(run) not in ("Succeeded", "Failed", "Error"):
        if time.monotonic() > end:
            raise TimeoutError(f"{run} has not ended in {SECONDS:.0f} s")
        time.sleep(1)
    return engine.workflow(run)


def _findings(flow: Path) -> str:
    command = [sys.executable, "-m", "flowc", "compile", flow.name, "--target", "argo"]
    done = subprocess.run(
        command, cwd=flow.parent, env=environment(), capture_output=True, text=True, check=True
    )
    return done.stderr


def _model(file: Path, name: str, case: Wide) -> int:
    """What flowc expects."""
    (flow,) = read(file).flows
    _, count = measured(flow, TargetSettings(max_fan_out=case.items, own={"pack": case.pack}))
    return run_bytes(count, name, len(flow.steps))


def _most(engine: Engine) -> int:
    """The longest Workflow that the API server takes, to 1/64 MiB: etcd has a limit for a request."""
    low, high = MIB, 4 * MIB
    while high - low > MIB // 64:
        middle = (low + high) // 2
        if takes(engine, middle):
            low = middle
        else:
            high = middle
    return low


def takes(engine: Engine, length: int) -> bool:
    """Whether a Workflow of about so many bytes can be stored."""
    body = {
        "metadata": {"generateName": "large-"},
        "status": {"phase": "Failed", "compressedNodes": "x" * length},
    }
    head = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow"}
    try:
        engine.submit({**head, **body})
    except ApiError as error:
        assert re.search("too large|larger than max", str(error)), error
        return False
    return True


if __name__ == "__main__":
    main(sys.argv[1:])
