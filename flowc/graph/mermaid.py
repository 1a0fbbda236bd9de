"""Mermaid text, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.graph.drawing import Box, Drawing, Frame, Part

INDENT = "    "
SHAPES = {"step": ('["', '"]'), "join": ('(["', '"])'), "switch": ('{"', '"}')}


def mermaid(drawing: Drawing) -> str:
    """A flowchart, top down. Steps are numbered, since Mermaid has reserved words such as `end`."""
    number = {box.name: f"s{index}" for index, box in enumerate(drawing.boxes)}
    boxes = {box.name: box for box in drawing.boxes}
    lines = ["flowchart TD"]
    counter = iter(range(len(drawing.boxes) + 1))
    for part in drawing.parts:
        lines += [INDENT + line for line in _part(part, boxes, number, counter)]
    for arrow in drawing.arrows:
        line = "-.->" if arrow.back else "-->"
        label = f'|"{_text(arrow.label)}"|' if arrow.label else ""
        lines.append(f"{INDENT}{number[arrow.source]} {line}{label} {number.get(arrow.target, 'missing')}")
    return "\n".join(lines) + "\n"


def _part(part: Part, boxes: dict[str, Box], number: dict[str, str], counter: Iterator[int]) -> Iterator[str]:
    if isinstance(part, Frame):
        yield f'subgraph f{next(counter)}["{_text(part.label)}"]'
        for inner in part.parts:
            for line in _part(inner, boxes, number, counter):
                yield INDENT + line
        yield "end"
        return
    box = boxes[part]
    before, after = SHAPES[box.shape]
    text = "<br/>".join([_text(box.name), *(f"<small>{_text(detail)}</small>" for detail in box.details)])
    yield f"{number[part]}{before}{text}{after}"


def _text(text: str) -> str:
    """Text inside a quoted Mermaid label: entities for what would end it or be markup."""
    for character, entity in (("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        text = text.replace(character, entity)
    return text
