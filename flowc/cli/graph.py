"""`flowc graph`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from flowc.cli.exits import MISUSE, OK
from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, reading_options

FORMATS = ("mermaid", "dot", "svg", "html")


@click.command("graph", short_help="Draw a flow.")
@click.argument("flow_file", type=click.Path(path_type=Path), metavar="FLOW")
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), help="By default as the output is named."
)
@click.option("-o", "--output", metavar="FILE|-", default="-", help="Where to write; - is stdout.")
@reading_options
@guarded
def command(flow_file: Path, **arguments: Any) -> int:
    """Draw a flow, as Mermaid or DOT text, or as an SVG or HTML picture."""
    from flowc.cli.one_flow import one_flow
    from flowc.graph import NoGraphviz, draw, render

    output = arguments.pop("output")
    format_name = arguments.pop("format_name") or _by_name(output)
    _, flow = one_flow(flow_file, options_from(arguments))
    try:
        text = render(draw(flow), format_name)
    except NoGraphviz as failure:
        sys.stderr.write(f"error: {failure}\n")
        return MISUSE
    if output == "-":
        sys.stdout.write(text)
        return OK
    return _write(Path(output), text, flow_file)


SUFFIXES = {"": "mermaid", ".mmd": "mermaid", ".md": "mermaid", ".txt": "mermaid", ".mermaid": "mermaid"}
SUFFIXES |= {".svg": "svg", ".html": "html", ".htm": "html", ".dot": "dot", ".gv": "dot"}


def _by_name(output: str) -> str:
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        raise click.BadParameter(
            f"cannot draw `{suffix}` files: name one of {', '.join(FORMATS)}", param_hint="--format"
        )
    return SUFFIXES[suffix]


def _write(path: Path, text: str, source: Path) -> int:
    from flowc.pipeline.output import write_all

    try:
        write_all({path: text}, [source])
    except OSError as failure:
        sys.stderr.write(f"error: cannot write the output: {failure}\n")
        return MISUSE
    return OK
