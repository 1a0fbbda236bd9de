"""`flowc trigger`."""

from __future__ import annotations

from typing import Any

import click

from flowc.cli.connecting import connection_options, explains_faults
from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, reading_options


@click.command(
    "trigger",
    short_help="Start a run of a deployed flow.",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": True},
    epilog="Parameters follow the flow: `flowc trigger flow.py --target argo --alpha 3`.",
)
@click.argument("flow_or_name", metavar="FLOW|NAME")
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[PARAMETERS]...")
@click.option("--target", metavar="TARGET", help="step-functions, airflow or argo, or a version of it.")
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter, whatever its name."
)
@click.option("--run-id", "run", metavar="ID", help="The id of the run; the same twice starts it once.")
@click.option("--wait", "--follow", "wait", is_flag=True, help="Show how the run goes on, to its end.")
@click.option("--json", "as_json", is_flag=True, help="Print events as JSON, one a line.")
@click.option("--store", metavar="URL", help="The store that the run writes to, to read its progress from.")
@connection_options
@reading_options
@guarded
@explains_faults
def command(flow_or_name: str, words: tuple[str, ...], **arguments: Any) -> int:
    """Start a run of a deployed flow, named by its file or by its name on the engine.

    With the file, parameters are checked before anything is started. With --wait the exit status tells whether
    the run succeeded.
    """
    from flowc.cli.connecting import aim_at, given_connection
    from flowc.cli.triggering import Triggering, trigger

    given = given_connection(arguments)
    aim = aim_at(arguments.pop("target"), given)
    wishes = {name: arguments.pop(name) for name in ("params", "run", "wait", "as_json", "store")}
    options = options_from(arguments)
    return trigger(Triggering(subject=flow_or_name, words=words, aim=aim, options=options, **wishes))
