"""Folders that a file adds to `sys.path`."""

from __future__ import annotations

from pathlib import Path

import pytest

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
