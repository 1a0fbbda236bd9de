"""`flowc diff`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from flowc.cli.connecting import aim_at, connection_options, explains_faults, given_connection
from flowc.cli.exits import FINDINGS, OK
from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, reading_options


@click.command("diff", short_help="Compare two versions of a flow.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@click.option("--live", is_flag=True, help="Compare the one file with what is deployed to --target.")
@click.option("--target", metavar="TARGET", help="The engine, with --live.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@connection_options
@reading_options
@guarded
@explains_faults
def command(old: Path, new: Path | None, **arguments: Any) -> int:
    """Compare two versions of a flow file by what they mean: steps, edges, settings, parameters.

    Comments, formatting and the order of methods make no difference. The exit status is 1 when anything differs.
    With --live the one file is compared with what is on the engine, as a deployment would.
    """
    from flowc.cli.one_flow import one_flow
    from flowc.diff import compare

    live, target, as_json = (arguments.pop(name) for name in ("live", "target", "as_json"))
    given = given_connection(arguments)
    if live != (new is None):
        raise click.UsageError("name two files, or one file and --live")
    if new is None:
        from flowc.cli.deploying import Deployment, compare_with_live

        aim = aim_at(target, given)
        options = options_from(arguments)
        return compare_with_live(Deployment(file=old, aim=aim, options=options, as_json=as_json))
    options = options_from(arguments)
    changes = compare(one_flow(old, options)[1], one_flow(new, options)[1])
    if as_json:
        sys.stdout.write(json.dumps([asdict(change) for change in changes], indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{change}\n" for change in changes))
    return FINDINGS if changes else OK
