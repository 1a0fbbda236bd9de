"""Graphviz DOT text."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.graph.drawing import Box, Drawing, Frame, Part

INDENT = "    "
HEAD = (
    "rankdir=TB;",
    'fontname="Arimo";',
    'node [shape=box, style="rounded,filled", fillcolor="#eef3fb", color="#4a6da7", fontname="Arimo"];',
    'edge [color="#555555", fontname="Arimo", fontsize=11];',
)
SHAPES = {
    "step": "",
    "join": ', fillcolor="#e9f6ec", color="#3f8f55"',
    "switch": ', fillcolor="#fdf3e1", color="#b9822b"',
}


def dot(drawing: Drawing) -> str:
    """A digraph with a cluster for each foreach and loop."""
    boxes = {box.name: box for box in drawing.boxes}
    lines = [f"digraph {_quote(drawing.title)} {{", *(INDENT + line for line in HEAD)]
    counter = iter(range(len(drawing.boxes) + 1))
    for part in drawing.parts:
        lines += [INDENT + line for line in _part(part, boxes, counter)]
    for arrow in drawing.arrows:
        attributes = [f"label={_quote(' ' + arrow.label)}"] if arrow.label else []
        if arrow.back:
            attributes += ["style=dashed", "constraint=false"]
        suffix = f" [{', '.join(attributes)}]" if attributes else ""
        lines.append(f"{INDENT}{_quote(arrow.source)} -> {_quote(arrow.target)}{suffix};")
    return "\n".join([*lines, "}"]) + "\n"


def _part(part: Part, boxes: dict[str, Box], counter: Iterator[int]) -> Iterator[str]:
    if isinstance(part, Frame):
        yield f"subgraph cluster_{next(counter)} {{"
        yield f'{INDENT}label={_quote(part.label)}; style="rounded,dashed"; color="#888888"; fontsize=11;'
        for inner in part.parts:
            for line in _part(inner, boxes, counter):
                yield INDENT + line
        yield "}"
        return
    box = boxes[part]
    label = "\\n".join(_escape(line) for line in (box.name, *box.details))
    tooltip = f", tooltip={_quote(box.tooltip)}" if box.tooltip else ""
    yield f'{_quote(box.name)} [label="{label}"{SHAPES[box.shape]}{tooltip}];'


def _quote(text: str) -> str:
    return f'"{_escape(text)}"'


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
