"""The formats of `flowc graph`, and the program that draws two of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from flowc.graph.dot import dot
from flowc.graph.drawing import Drawing
from flowc.graph.mermaid import mermaid


class NoGraphviz(Exception):  # noqa: N818 - it says what is missing
    """Neither `graphviz-pure` (the extra `graph`) nor `dot` is installed, or it failed; the text says which."""


def render(drawing: Drawing, format_name: str) -> str:
    """The drawing in one of `FORMATS`. Raises NoGraphviz for `svg` and `html` when nothing can draw."""
    return FORMATS[format_name](drawing)


def _svg(drawing: Drawing) -> str:
    import subprocess

    program = _graphviz()
    result = subprocess.run(  # noqa: S603 - a fixed program, its input on stdin
        [program, "-Tsvg"], input=dot(drawing).encode(), capture_output=True, check=False, timeout=120
    )
    if result.returncode:
        raise NoGraphviz(f"`{Path(program).name}` failed: {result.stderr.decode(errors='replace').strip()}")
    return result.stdout.decode()


def _graphviz() -> str:
    """The extra's program first: it draws the same picture on every machine."""
    beside = Path(sys.executable).parent / "graphviz-pure"
    found = str(beside) if beside.is_file() else shutil.which("graphviz-pure") or shutil.which("dot")
    if found is None:
        raise NoGraphviz("drawing needs Graphviz: pip install 'flowc[graph]'")
    return found


def _html(drawing: Drawing) -> str:
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("flowc.graph"), autoescape=True, keep_trailing_newline=True
    )
    picture = _svg(drawing)
    return environment.get_template("page.html").render(drawing=drawing, svg=picture[picture.index("<svg") :])


FORMATS: Mapping[str, Callable[[Drawing], str]] = {"mermaid": mermaid, "dot": dot, "svg": _svg, "html": _html}
