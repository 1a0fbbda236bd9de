"""`flowc diff`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from flowc.cli.exits import FINDINGS, OK
from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, reading_options


@click.command("diff", short_help="Compare two versions of a flow.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@reading_options
@guarded
def command(old: Path, new: Path, **arguments: Any) -> int:
    """Compare two versions of a flow file by what they mean: steps, edges, settings, parameters.

    Comments, formatting and the order of methods make no difference. The exit status is 1 when anything differs.
    """
    from flowc.cli.one_flow import NoFlow, one_flow
    from flowc.diff import compare

    as_json = arguments.pop("as_json")
    options = options_from(arguments)
    try:
        changes = compare(one_flow(old, options)[1], one_flow(new, options)[1])
    except NoFlow as failure:
        return failure.status
    if as_json:
        sys.stdout.write(json.dumps([asdict(change) for change in changes], indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{change}\n" for change in changes))
    return FINDINGS if changes else OK
