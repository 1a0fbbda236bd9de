"""The runtime in the code package is the runtime in the source tree, less its documentation."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flowc.package.runtime import runtime_files, spared

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "runtime_shim").rglob("*.py"))


def without_docstrings(source: str) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            node.value = ast.Constant("")
    return ast.dump(tree)


@pytest.mark.parametrize("name", FILES)
def test_only_documentation_is_left_out(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    packed = runtime_files()[f"flowc/{name}"].decode()
    assert without_docstrings(packed) == without_docstrings(source)
    assert len(packed.splitlines()) == len(source.splitlines())


def test_the_runtime_leaves_room_for_the_flow() -> None:
    assert sum(map(len, runtime_files().values())) < 130_000, (
        "a package of 180 KB travels inside the manifest"
    )


def test_what_is_spared() -> None:
    source = '"""One."""\nx = """kept"""  # too\n# not\n    """Two\n\n    lines."""\n    y = 1\n'
    assert spared(source) == '""\nx = """kept"""  # too\n\n    ""\n\n\n    y = 1\n'
