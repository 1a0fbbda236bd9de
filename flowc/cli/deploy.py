"""`flowc deploy`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from flowc.cli.connecting import connection_options, explains_faults
from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, output_format_option, reading_options, target_options


@click.command("deploy", short_help="Deploy a flow to an engine.")
@click.argument("flow_file", metavar="FLOW", type=click.Path(path_type=Path))
@click.option("--target", metavar="TARGET", help="step-functions, airflow or argo, or a version of it.")
@click.option("--dry-run", is_flag=True, help="Print the plan and change nothing.")
@click.option("--prune", is_flag=True, help="Delete what this flow has on the engine and needs no more.")
@click.option(
    "--detailed-exitcode", is_flag=True, help="With --dry-run: exit status 3 when there is something to do."
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan and the changes as JSON, one a line.")
@click.option("--strict", is_flag=True, help="Warnings stop the deployment.")
@output_format_option
@connection_options
@target_options
@reading_options
@guarded
@explains_faults
def command(flow_file: Path, **arguments: Any) -> int:
    """Compile a flow, show what would change on the engine, and change it.

    Nothing is contacted when the compile finds an error. A second deployment of the same changes nothing; one that
    was interrupted can be repeated.
    """
    from flowc.cli.connecting import aim_at, given_connection
    from flowc.cli.deploying import Deployment, deploy

    given = given_connection(arguments)
    aim = aim_at(arguments.pop("target"), given, strict=arguments.pop("strict"))
    wishes = {
        name: arguments.pop(name)
        for name in ("dry_run", "prune", "detailed_exitcode", "as_json", "output_format")
    }
    return deploy(Deployment(file=flow_file, aim=aim, options=options_from(arguments), **wishes))
