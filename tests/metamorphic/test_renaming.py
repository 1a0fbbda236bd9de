"""Names of steps and the order of methods do not matter: the manifest is the same but for the names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowc.ir.text import print_flow
from tests.compiling import Compiled, compile_for
from tests.golden.expected import ROOT
from tests.metamorphic.rewriting import rename_steps, shuffle_steps, step_names

SINGLE_FILES = sorted(
    path.parent.name
    for path in (ROOT / "golden").glob("*/flow.py")
    if len(list(path.parent.rglob("*.py"))) == 1
)
DIGEST = re.compile(r'"?\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b"?')
LINE = re.compile(r"(flow\.py:)\d+")


def forwards(names: list[str]) -> dict[str, str]:
    """New names in the order of the source, all of one length and without characters that engines replace."""
    return {name: f"walnut{number:04d}q" for number, name in enumerate(names)}


def backwards(names: list[str]) -> dict[str, str]:
    """As `forwards`, but the alphabet runs against the source."""
    return {name: f"cherry{9999 - number:04d}q" for number, name in enumerate(names)}


def neutral(text: str, names: dict[str, str]) -> str:
    """The text with the new names numbered, and without what follows from the bytes of the source."""
    for number, name in enumerate(names.values()):
        text = text.replace(name, f"<step {number}>")
    return LINE.sub(r"\1<line>", DIGEST.sub("<digest>", text))


def compile_source(source: str, folder: Path, data: Path) -> Compiled:
    folder.mkdir()
    for path in data.iterdir():
        if path.is_file() and path.suffix != ".py" and not path.name.startswith("expected."):
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "flow.py").write_bytes(source.encode())
    return compile_for(folder / "flow.py", "argo")


def texts(compiled: Compiled, names: dict[str, str]) -> list[str]:
    flows = [neutral(print_flow(flow), names) for flow in compiled.flows]
    return [*flows, *(neutral(document.text, names) for document in compiled.documents)]


@pytest.mark.parametrize("name", SINGLE_FILES)
def test_renamed_and_shuffled_flows_compile_to_the_same(name: str, tmp_path: Path) -> None:
    data = ROOT / "golden" / name
    source = (data / "flow.py").read_text(encoding="utf-8")
    names = step_names(source)
    assert len(names) > 1 or name == "single_step"
    one, two = forwards(names), backwards(names)
    first = compile_source(rename_steps(source, one), tmp_path / "one", data)
    second = compile_source(shuffle_steps(rename_steps(source, two), seed=7), tmp_path / "two", data)
    assert first.documents and second.documents
    assert texts(first, one) == texts(second, two)


@pytest.mark.parametrize("name", SINGLE_FILES)
def test_shuffled_flows_compile_to_the_same(name: str, tmp_path: Path) -> None:
    data = ROOT / "golden" / name
    source = (data / "flow.py").read_text(encoding="utf-8")
    first = compile_source(source, tmp_path / "one", data)
    second = compile_source(shuffle_steps(source, seed=11), tmp_path / "two", data)
    assert texts(first, {}) == texts(second, {})


def test_the_comparison_sees_a_difference(tmp_path: Path) -> None:
    data = ROOT / "golden" / "branch"
    source = (data / "flow.py").read_text(encoding="utf-8")
    other = source.replace("self.next(self.zebra, self.apple)", "self.next(self.apple, self.zebra)")
    first = compile_source(source, tmp_path / "one", data)
    second = compile_source(other, tmp_path / "two", data)
    assert texts(first, {}) != texts(second, {})
