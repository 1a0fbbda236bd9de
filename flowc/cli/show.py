"""`flowc show`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from flowc.cli.exits import OK
from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, reading_options


@click.command("show", short_help="Show a flow at a glance.")
@click.argument("flow_file", type=click.Path(path_type=Path), metavar="FLOW")
@click.option("--json", "as_json_text", is_flag=True, help="For programs.")
@reading_options
@guarded
def command(flow_file: Path, **arguments: Any) -> int:
    """Show a flow at a glance: parameters, steps, transitions, decorators, artifacts."""
    from flowc.cli.one_flow import one_flow
    from flowc.show import as_json, as_text, summarise

    wants_json = arguments.pop("as_json_text")
    _, flow = one_flow(flow_file, options_from(arguments))
    summary = summarise(flow)
    sys.stdout.write(as_json(summary) if wants_json else as_text(summary))
    return OK
