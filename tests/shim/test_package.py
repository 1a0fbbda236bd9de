"""The runtime in the code package is the runtime in the source tree, less its documentation."""

from __future__ import annotations

import ast
import bz2
import hashlib
from pathlib import Path

import pytest

from flowc.package.runtime import packed_runtime, spared, unpacked_runtime

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
    packed = unpacked_runtime()[f"flowc/{name}"].decode()
    assert without_docstrings(packed) == without_docstrings(source)
    assert len(packed.splitlines()) == len(source.splitlines())


def test_the_runtime_leaves_room_for_the_flow() -> None:
    assert len(packed_runtime()) < 36_000, (
        "an environment variable of 96 KB holds it in base64, with room left"
    )


def test_packing_gives_the_same_bytes_everywhere() -> None:
    """Of bytes that no version of the runtime changes: what bzip2 makes of them is fixed."""
    data = b"".join(b"%d %d\n" % (number, number * number % 977) for number in range(20_000))
    packed = hashlib.sha256(bz2.compress(data)).hexdigest()
    assert packed == "6c7bfaefbded54e14bcd2fefdda48913d29a651812bf4c2adc2446006705a780"


def test_what_is_spared() -> None:
    source = '"""One."""\nx = """kept"""  # too\n# not\n    """Two\n\n    lines."""\n    y = 1\n'
    assert spared(source) == '""\nx = """kept"""  # too\n\n    ""\n\n\n    y = 1\n'
