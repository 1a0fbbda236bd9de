"""The passes of loops that a run has started: runs of DAGs of their own, each called from the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flowc.backends.airflow.deploy.api import Json, Server
from flowc.backends.airflow.names import run_name

CALLER = "Round"
"""The operator that starts a pass."""
MOST = 100
"""Passes of a loop that are asked for, the latest: each is a request of its own."""


def tasks_of_passes(server: Server, dag: str, run: str, tasks: Iterable[Json]) -> tuple[Json, ...]:
    """The task instances of the passes; nothing is asked when no task of the run has started one."""
    if not any(task["operator"] == CALLER for task in tasks):
        return ()
    own = re.compile(re.escape(run_name(run)) + r"\.r[_.\d]*")
    found: list[Json] = []
    for loop in server.dags(f"{dag}__loop_"):
        runs = (str(one["dag_run_id"]) for one in server.runs(loop, MOST))
        for identity in (each for each in runs if own.fullmatch(each)):
            found += server.tasks(loop, identity)
    return tuple(found)
