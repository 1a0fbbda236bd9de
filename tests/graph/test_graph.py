"""Pictures of flows: the text formats exactly, the drawn ones for what they must show."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flowc.graph import NoGraphviz, draw, render
from flowc.graph.drawing import Drawing
from flowc.ir.analyse import analyse
from tests.structure.build import flow_of

TABLE = "start: * a\na: b\nb: ? a j\nj+: end\nend:"


def drawing() -> Drawing:
    return draw(analyse(flow_of(TABLE)).flow)


def test_mermaid() -> None:
    assert render(drawing(), "mermaid") == (
        "flowchart TD\n"
        '    s0["start"]\n'
        '    subgraph f0["foreach items"]\n'
        '        subgraph f1["loop"]\n'
        '            s1["a"]\n'
        '            s2{"b"}\n'
        "        end\n"
        "    end\n"
        '    s3(["j"])\n'
        '    s4["end"]\n'
        "    s0 --> s1\n"
        "    s1 --> s2\n"
        '    s2 -.->|"k0"| s1\n'
        '    s2 -->|"k1"| s3\n'
        "    s3 --> s4\n"
    )


def test_dot_quotes_what_users_write() -> None:
    hostile = replace(drawing(), title='Q"uote\\', boxes=drawing().boxes)
    text = render(hostile, "dot")
    assert text.startswith('digraph "Q\\"uote\\\\" {\n')
    assert '"b" -> "a" [label=" k0", style=dashed, constraint=false];' in text
    assert text.count("subgraph cluster_") == 2


def test_mermaid_labels_are_no_markup() -> None:
    hostile = replace(
        drawing(), boxes=(replace(drawing().boxes[0], details=('<b>"x"',)), *drawing().boxes[1:])
    )
    assert "<small>#lt;b#gt;#quot;x#quot;</small>" in render(hostile, "mermaid")


def test_broken_graph_is_drawn_without_frames() -> None:
    parts = draw(analyse(flow_of("start: * a\na: ghost\nend:")).flow).parts
    assert parts == ("start", "a", "end")


def _has_graphviz() -> bool:
    beside = (Path(sys.executable).parent / "graphviz-pure").is_file()
    return beside or any(map(shutil.which, ("graphviz-pure", "dot")))


def test_svg_and_html_show_every_step() -> None:
    assert _has_graphviz(), "install the dependency group `test`: it has graphviz-pure"
    svg = render(drawing(), "svg")
    names = {element.text for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")}
    assert {"start", "a", "b", "j", "end", "foreach items", "loop"} <= names
    page = render(drawing(), "html")
    assert "<svg" in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_without_graphviz_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(NoGraphviz, match=r"flowc\[graph\]"):
        render(drawing(), "svg")
