"""`flowc resume`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from flowc.cli.guard import guarded
from flowc.cli.run_options import run_options


@click.command("resume", short_help="Run a flow again, from where an earlier run failed.")
@click.argument("run")
@click.option("--from", "step", metavar="STEP", help="Run this step and all that follows anew.")
@click.option(
    "--file", "flow_file", type=click.Path(path_type=Path), help="The flow file, when it has moved."
)
@run_options
@guarded
def command(run: str, step: str | None, flow_file: Path | None, **arguments: Any) -> int:
    """Make a new run that takes over what an earlier one has done and runs the rest, with the code of now."""
    from flowc.cli.resuming import resume_run
    from flowc.cli.running import Wishes

    return resume_run(run, step, flow_file, Wishes(**arguments))
