"""States, bytes and history of Step Functions beside Metaflow: `python -m tests.benchmarks.step_functions`.

The history is counted in executions of the emitted machines, not computed. Metaflow's figures are those of its
release 2.19.39: its Distributed Map adds three states, and its foreach reads the count from DynamoDB.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.flows import linear
from tests.benchmarks.table import table
from tests.conformance.cases import all_cases
from tests.engines.step_functions.adapter import StepFunctions
from tests.engines.step_functions.compiling import compiled

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
CONSTRUCTS = (
    *("linear_artifacts", "branch", "foreach", "nested_foreach"),
    *("switch", "loop_to_itself", "loop_over_steps"),
)
MODES: Mapping[str, Mapping[str, Any]] = {"inline": {}, "distributed": {"map": "distributed"}}
METAFLOW = {"bytes of a plain step": 9700, "states of a foreach": 3, "states of a Distributed foreach": 6}


def main() -> None:
    """Print both tables."""
    print(sizes())
    with tempfile.TemporaryDirectory() as folder:
        print(plain_step(Path(folder)))
        engine = StepFunctions()
        engine.start(Path(folder))
        try:
            print(history(engine))
        finally:
            engine.stop()
    print(f"Metaflow 2.19.39: {METAFLOW}; it refuses switches and loops on Step Functions")


def sizes() -> str:
    """What each construct costs in the machine."""
    rows = []
    for name in CONSTRUCTS:
        for mode, settings in MODES.items():
            machine = json.loads(compiled(GOLDEN / name / "flow.py", **settings)[1]["state-machine.json"])
            states = list(_states(machine))
            tasks = sum("submitJob" in state.get("Resource", "") for state in states)
            text = json.dumps(machine, separators=(",", ":"))
            if mode == "inline" or any(state["Type"] == "Map" for state in states):
                rows.append(
                    [name, mode, str(tasks), str(len(states)), str(len(text)), str(len(text) // tasks)]
                )
    return table("States and bytes", ["flow", "map", "steps", "states", "bytes", "bytes a step"], rows)


def plain_step(folder: Path) -> str:
    """What one more step in a line adds: as it is written, and without white space."""
    texts = {}
    for steps in (10, 20):
        file = folder / f"line{steps}.py"
        file.write_text(linear(steps))
        texts[steps] = compiled(file)[1]["state-machine.json"]
    written = (len(texts[20]) - len(texts[10])) // 10
    packed = (len(_packed(texts[20])) - len(_packed(texts[10]))) // 10
    return f"A plain step: {packed} bytes, {written} as written\n"


def _packed(text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":"))


def history(engine: StepFunctions) -> str:
    """How many events of the 25,000 an item takes: between two runs of different widths."""
    cases = {case.name: case for case in all_cases() if case.folder == "foreach"}
    rows = []
    for mode, settings in MODES.items():
        engine.settings = settings  # type: ignore[misc]
        counts = {}
        for width in ("two", "seven"):
            case = cases[width]
            triggered = engine.trigger(engine.deploy(case.file), case.parameters)
            engine.wait(triggered, 300.0)
            counts[width] = len(engine.cloud.history(triggered.handle))
        item = (counts["seven"] - counts["two"]) / 5
        most = "no limit" if item == 0 else str(int((25_000 - counts["two"]) / item))
        rows.append(["foreach", mode, str(counts["two"]), str(counts["seven"]), f"{item:g}", most])
    return table("History", ["flow", "map", "2 items", "7 items", "events an item", "most items"], rows)


def _states(machine: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for state in machine["States"].values():
        yield state
        inner = [state["ItemProcessor"]] if "ItemProcessor" in state else state.get("Branches", [])
        for body in inner:
            yield from _states(body)


if __name__ == "__main__":
    main()
