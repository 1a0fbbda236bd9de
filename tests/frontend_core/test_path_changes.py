"""Folders that a file adds to `sys.path`."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.pipeline.unit import Unit
from tests.compiling import read
from tests.frontend_core.test_closure import closure

HEAD = "import os, sys\nfrom pathlib import Path\n"
CASES = [
    ("sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'space'))", ["space"]),
    ("sys.path.append(str(Path(__file__).parent / 'space'))", ["space"]),
    ("sys.path.insert(0, './space')", ["./space"]),
    ("sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))", []),
    ("sys.path.append('.')", []),
    ("sys.path.append('/opt/elsewhere')", []),
    ("print(sys.path)", []),
]


@pytest.mark.parametrize(("line", "folders"), CASES)
def test_folders_that_are_not_searched(tmp_path: Path, line: str, folders: list[str]) -> None:
    found = closure(tmp_path, HEAD + line + "\n").findings
    assert [(finding.code, finding.span.line) for finding in found] == [("FLOW009", 3)] * len(folders)
    assert [f"`{folder}`" in finding.message for finding, folder in zip(found, folders, strict=True)] == [
        True for _ in folders
    ]


def test_a_search_path_is_searched(tmp_path: Path) -> None:
    line = "sys.path.insert(0, 'space')\n"
    assert closure(tmp_path, HEAD + line, search_paths=("space",)).findings == ()


FLOW = """
from metaflow import FlowSpec, step
import tool
class F(FlowSpec):
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        pass
"""
BESIDE = "sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'src'))"


def unit(tmp_path: Path, lines: str, files: dict[str, str]) -> Unit:
    for name, text in {"flows/flow.py": f"{HEAD}{lines}\n{FLOW}", **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return read(tmp_path / "flows" / "flow.py")


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        (BESIDE, "flows/src"),
        ("sys.path.insert(0, 'src')", "flows/src"),
        ("sys.path.append('./src')", "flows/src"),
        ("SRC = Path(__file__).parent / 'src'\nsys.path.insert(0, str(SRC))", "flows/src"),
        ("sys.path.append(os.path.join(os.path.dirname(__file__), 'lib', 'py'))", "flows/lib/py"),
        ("sys.path.append(str(Path(__file__).resolve().parent.parent / 'src'))", "src"),
        ("sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'src'))", "src"),
    ],
)
def test_a_folder_that_is_written_down_is_followed(tmp_path: Path, line: str, folder: str) -> None:
    files = {f"{folder}/tool.py": "import more\n", f"{folder}/more.py": "", "pyproject.toml": ""}
    found = unit(tmp_path, line, files)
    assert [file.path for file in found.files] == ["flow.py", "more.py", "tool.py"]
    assert found.files[2].source == tmp_path / folder / "tool.py"
    assert found.findings == ()


@pytest.mark.parametrize(
    ("line", "files", "codes"),
    [
        (f"if len(sys.argv):\n    {BESIDE}", {"flows/src/tool.py": ""}, ["FLOW009"]),
        (BESIDE, {"flows/src/tool.py": "", "flows/src/other.py": "", "flows/other.py": ""}, ["FLOW009"]),
        (BESIDE, {"flows/src/tool.py": "", "flows/src/p/__init__.py": "", "flows/p.py": ""}, ["FLOW009"]),
        ("sys.path.append(os.path.join(os.path.dirname(__file__), '..', 'src'))", {"src/tool.py": ""}, []),
    ],
)
def test_a_folder_is_not_followed(tmp_path: Path, line: str, files: dict[str, str], codes: list[str]) -> None:
    """Under a condition, where it hides modules of the flow's folder, outside of the project."""
    found = unit(tmp_path, line, files)
    assert [file.path for file in found.files] == ["flow.py"]
    assert [finding.code for finding in found.findings] == codes


def test_data_files_of_a_folder_that_is_followed_lie_where_its_modules_look(tmp_path: Path) -> None:
    text = "from pathlib import Path\nX = (Path(__file__).parent / 'x.json').read_text()\n"
    files = {"flows/src/tool.py": text, "flows/src/x.json": ""}
    (said,) = unit(tmp_path, BESIDE, files).findings
    assert said.code == "FLOW042" and '["x.json"]' in str(said.help)
    found = unit(tmp_path, BESIDE, {**files, "flows/flowc.toml": 'package-include = ["x.json"]'})
    assert [file.path for file in found.files] == ["flow.py", "tool.py", "x.json"]
    assert found.findings == ()
