"""A flow as a picture: Mermaid and DOT as text, SVG and HTML drawn by Graphviz."""

from flowc.graph.drawing import Drawing, draw
from flowc.graph.formats import FORMATS, NoGraphviz, render

__all__ = ["FORMATS", "Drawing", "NoGraphviz", "draw", "render"]
