"""`flowc run`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, reading_options
from flowc.cli.run_options import run_options


@click.command(
    "run",
    short_help="Run a flow on this machine.",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": True},
    epilog="Parameters follow the flow: `flowc run flow.py --alpha 3`; `flowc run flow.py -- --help` lists them.",
)
@click.argument("flow_file", type=click.Path(path_type=Path), metavar="FLOW")
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[PARAMETERS]...")
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter, whatever its name."
)
@click.option("--continue", "continued", metavar="RUN", help="Go on with an interrupted run.")
@run_options
@reading_options
@guarded
def command(flow_file: Path, words: tuple[str, ...], **arguments: Any) -> int:
    """Run a flow on this machine, a process for each task."""
    from flowc.cli.running import Wishes, run_flow

    options = options_from(arguments)
    return run_flow(flow_file, words, options, Wishes(**arguments))
