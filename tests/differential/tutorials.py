"""Tutorials 00 to 03 of Metaflow's own wheel, as they are: the last reads what the one before it has made."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.cases import Case
from tests.differential.compare import differences
from tests.differential.ours import run_by_flowc
from tests.differential.peer import run_by_metaflow

CHANCE = Path(__file__).parent / "chance"
FILES = (
    "00-helloworld/helloworld",
    "01-playlist/playlist",
    "02-statistics/stats",
    "03-playlist-redux/playlist",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tutorial(Case):
    """A flow file of the wheel, with its parameters' defaults."""

    path: Path

    @property
    def file(self) -> Path:
        """The flow."""
        return self.path


def tutorials(python: str) -> list[Tutorial]:
    """The tutorials of the Metaflow that an interpreter has."""
    found = subprocess.run(
        [python, "-c", "import metaflow; print(metaflow.__path__[0])"],
        check=True,
        capture_output=True,
        text=True,
    )
    folder = Path(found.stdout.strip()) / "tutorials"
    return [
        Tutorial(folder="tutorials", name=name, status="succeeded", path=folder / f"{name}.py")
        for name in FILES
    ]


def compare_tutorials(python: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each tutorial with what differs. One that does not succeed, as for want of a package, differs."""
    theirs, ours = folder / "metaflow", folder / "flowc"
    for made in (theirs, ours):
        made.mkdir()
    for case in tutorials(python):
        left = run_by_metaflow(case, python, theirs, (CHANCE,))
        right = run_by_flowc(case, ours, (CHANCE,))
        wrong = differences(left, right)
        for name, run in (("Metaflow", left), ("flowc", right)):
            if not run.get("successful"):
                wrong.append(f"{name} does not succeed: {run.get('refused', '')[-500:]}")
        yield case.id, wrong
