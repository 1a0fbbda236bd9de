"""Flows that show what a step sees and may do, in details where a difference was found or is likely."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.differential.compare import differences
from tests.differential.ours import run_by_flowc
from tests.differential.peer import run_by_metaflow
from tests.differential.tutorials import Tutorial

FLOWS = Path(__file__).parent / "flows"


def compare_semantics(python: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each flow with what differs."""
    for path in sorted(FLOWS.glob("*.py")):
        case = Tutorial(folder="semantics", name=path.stem, status="succeeded", path=path)
        theirs, ours = folder / path.stem / "metaflow", folder / path.stem / "flowc"
        for made in (theirs, ours):
            made.mkdir(parents=True)
        wrong = differences(run_by_metaflow(case, python, theirs), run_by_flowc(case, ours))
        yield case.id, wrong
