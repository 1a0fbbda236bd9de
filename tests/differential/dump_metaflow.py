"""`python dump_metaflow.py FLOW RUN FILE`, under Metaflow's interpreter: all tasks of a run as JSON on stdout."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(sys.argv[3]).parent)]

from canonical import canonical  # noqa: E402 - found through the line above
from metaflow import Run, namespace  # noqa: E402


def load_flow(path: Path) -> None:
    """Pickles of classes of the flow file name `__main__`."""
    spec = importlib.util.spec_from_file_location("the_flow", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in vars(module).items():
        sys.modules["__main__"].__dict__.setdefault(name, value)


def artifacts(task) -> dict[str, object]:
    """Name to canonical value, without Metaflow's own: what begins with an underscore, and `name`, the flow's."""
    ours = [artifact for artifact in task if not artifact.id.startswith("_") and artifact.id != "name"]
    return {artifact.id: canonical(artifact.data) for artifact in ours}


def frames_of(task) -> list[int]:
    """The indices of the foreachs around a task."""
    try:
        return [frame.index for frame in task["_foreach_stack"].data]
    except KeyError:
        return []


def main() -> None:
    """Print the run."""
    load_flow(Path(sys.argv[3]))
    namespace(None)
    run = Run(f"{sys.argv[1]}/{sys.argv[2]}")
    steps = {}
    for step in run:
        tasks = [
            [frames_of(task), int(task.id), task.successful, task.current_attempt, artifacts(task)]
            for task in step
        ]
        steps[step.id] = [[one[0], *one[2:]] for one in sorted(tasks, key=lambda one: (one[0], one[1]))]
    print(json.dumps({"successful": run.successful, "steps": steps}))


main()
