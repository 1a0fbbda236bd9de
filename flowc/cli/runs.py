"""`flowc runs`."""

from __future__ import annotations

import json
import os
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flowc.cli.connecting import connection_options, explains_faults
from flowc.cli.exits import OK
from flowc.cli.guard import guarded
from flowc.cli.printing import warn

if TYPE_CHECKING:
    from flowc.client.run import Run


@click.command("runs", short_help="List the runs of a flow.")
@click.argument("flow", required=False)
@click.option("--store", metavar="URL", help="The store to look in.")
@click.option("--target", metavar="TARGET", help="Ask this engine too; a name is then its name there.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Of each flow."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@connection_options
@guarded
@explains_faults
def command(
    flow: str | None, store: str | None, target: str | None, limit: int, as_json: bool, **arguments: Any
) -> int:
    """List the runs of a flow, named by its file or by its name, or of all flows, the latest first."""
    if target is not None:
        from flowc.cli.engine_runs import Engine, show_runs

        return show_runs(Engine.of(target, store, arguments), flow, limit, as_json=as_json)
    from flowc.cli.connecting import is_file
    from flowc.cli.one_flow import one_flow
    from flowc.cli.references import store_option
    from flowc.client.errors import MetaflowNotFound
    from flowc.client.flow import Flow, Metaflow
    from flowc.pipeline.options import Options, flowc_variables
    from flowc.runtime_shim.store import Corrupt

    opened = store_option(store)
    if flow and is_file(flow):
        flow = one_flow(Path(flow), Options(environment=flowc_variables(dict(os.environ))))[1].name
    try:
        flows = [Flow(flow, store=opened)] if flow else list(Metaflow(opened))
    except MetaflowNotFound as failure:
        raise click.UsageError(str(failure)) from None
    if not flows:
        sys.stderr.write(f"{opened.url} holds no runs\n")
    for one in flows:
        for run in islice(one.listed(), limit):
            if isinstance(run, Corrupt):
                warn(str(run))
            else:
                _show(run, as_json=as_json)
    return OK


def _show(run: Run, *, as_json: bool) -> None:
    """One line; what is damaged of one run stops no other from being shown."""
    from flowc.runtime_shim.store import Corrupt

    try:
        text = _row(run) if as_json else _line(run)
    except Corrupt as failure:
        warn(str(failure))
    else:
        sys.stdout.write(text + "\n")


def _row(run: Run) -> str:
    state = run.state
    row = {"run": run.pathspec, "status": state, "created": run.created_at.isoformat()}
    return json.dumps({**row, "tags": sorted(run.tags)})


def _line(run: Run) -> str:
    tags = " ".join(sorted(run.user_tags))
    return f"{run.pathspec}  {run.created_at:%Y-%m-%d %H:%M:%S}  {run.state}  {tags}".rstrip()
