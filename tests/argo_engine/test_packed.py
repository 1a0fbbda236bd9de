"""A foreach in slices, and the hooks at the end of the run."""

from __future__ import annotations

from pathlib import Path

from tests.argo_engine.doing import mark, pods, start, steps_of
from tests.engines.argo_standin.adapter import ArgoStandIn

SECONDS = 240.0


def test_items_in_slices_are_tasks_of_their_own(engine: ArgoStandIn, flows: Path) -> None:
    run = start(engine, flows / "packed" / "packed.py")
    assert engine.wait(run, SECONDS) == "succeeded"
    end = steps_of(engine.store, run)["end"].task.data
    assert end.squares == [number**2 + 1 for number in range(10)]
    assert end.places == 10
    assert mark(engine, f"{run.run}-told").read_text() == f"PackedFlow/{run.run} True\n"


def test_one_bad_item_fails_its_slice_after_the_others(engine: ArgoStandIn, flows: Path) -> None:
    run = start(engine, flows / "packed" / "packed.py", bad=5)
    assert engine.wait(run, SECONDS) == "failed"
    assert len(pods(engine, run.run, "work")) == 3
    done = [task.data.square for task in steps_of(engine.store, run)["work"] if task.successful]
    assert sorted(done) == [number**2 for number in range(10) if number != 5]
    assert mark(engine, f"{run.run}-told").read_text() == f"PackedFlow/{run.run} False\n"
