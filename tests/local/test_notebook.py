"""`NBRunner` in a notebook that a real kernel executes."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.local.running import ROOT

FLOW = """
from metaflow import FlowSpec, Parameter, step

class CellFlow(FlowSpec):
    factor = Parameter("factor", default=2)

    @step
    def start(self):
        self.x = 21 * self.factor
        self.next(self.end)

    @step
    def end(self):
        print("x is", self.x)
"""


def execute(folder: Path, monkeypatch: pytest.MonkeyPatch, *cells: str) -> list[str]:
    """The text that each cell prints."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("FLOWC_STORE", str(folder / "store"))
    monkeypatch.setenv("IPYTHONDIR", str(folder / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder / "runtime"))
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(
        book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return [
        "".join(one.get("text", "") for one in cell.outputs if one.name == "stdout") for cell in book.cells
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_flow_of_a_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = execute(
        tmp_path,
        monkeypatch,
        "import flowc; from flowc.client import NBRunner",
        FLOW.replace("from metaflow", "from flowc"),
        "run = NBRunner(CellFlow, show_output=False).nbrun(factor=4)\nprint(run.data.x, run.successful)",
        "again = NBRunner(CellFlow, show_output=False).nbresume(run.id, 'end')\n"
        "print(again.data.x, again.origin_pathspec == run.pathspec)",
        "print(run['end'].task.stdout)",
    )
    assert printed[2] == "84 True\n"
    assert printed[3] == "84 True\n"
    assert printed[4] == "x is 84\n\n"
    assert os.listdir(tmp_path / "store")  # noqa: PTH208 - that it is not empty is all
