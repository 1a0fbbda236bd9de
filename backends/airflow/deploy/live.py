"""Waiting until Airflow has parsed this very build. Only times that the server gives are compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from flowc.backends.airflow.deploy.api import Json, Server
from flowc.backends.airflow.deploy.build import Build
from flowc.backends.airflow.deploy.import_fault import readable
from flowc.backends.deployment import Conflict, DeployError
from flowc.diagnostics.record import record

PAUSE = 0.5
SURE = 2
"""How often an error that was there before must come again, to be one of the new file."""


@record
class Before:
    """What the server said of the file before it was written: the latest error, and when each DAG was parsed."""

    error_at: str = ""
    error: str = ""
    parsed_at: Mapping[str, str]


def look(server: Server, build: Build) -> Before:
    """What is there now."""
    errors = server.import_errors(build.file)
    latest = errors[0] if errors else {"timestamp": "", "stack_trace": ""}
    parsed = {dag: str((server.dag(dag) or {}).get("last_parsed_time") or "") for dag in build.dags}
    return Before(error_at=latest["timestamp"], error=latest["stack_trace"], parsed_at=parsed)


def is_live(answer: Json | None, tag: str) -> bool:
    """Whether what Airflow knows of a DAG is the build of that tag, and not stale."""
    if answer is None or answer.get("is_stale"):
        return False
    return tag in {one["name"] for one in answer["tags"]}


def wait_until_live(
    server: Server, build: Build, before: Before, seconds: float, still_ours: Callable[[], bool]
) -> None:
    """Until every DAG of the build is live. Raises `DeployError` with the import error, or when time is up.

    All of these are needed: the tag, because a version number does not always rise; not stale, because the row
    outlives the DAG; parsed anew, because it may be of an earlier deployment of this build; and no newer error.
    """
    deadline = time.monotonic() + seconds
    seen: set[str] = set()
    while time.monotonic() < deadline:
        if all(_is_parsed(server.dag(dag), build, before.parsed_at[dag]) for dag in build.dags):
            return
        for error in server.import_errors(build.file):
            if str(error["timestamp"]) > before.error_at:
                seen.add(str(error["timestamp"]))
                if error["stack_trace"] != before.error or len(seen) > SURE:
                    raise broken(build, error["stack_trace"])
        if not still_ours():
            raise Conflict(
                f"somebody else has deployed another build of {build.dag} meanwhile", help="deploy again"
            )
        time.sleep(PAUSE)
    raise _late(server, build, seconds)


def broken(build: Build, trace: str) -> DeployError:
    """What an import error of the file says, in terms of the flow where that is possible."""
    return DeployError(
        f"Airflow cannot import {build.file}: {readable(trace, build.text, build.sources)}",
        help="runs of this DAG do not start until a build that can be imported is deployed",
    )


def _is_parsed(answer: Json | None, build: Build, parsed_before: str) -> bool:
    if answer is None or not is_live(answer, build.tag) or answer.get("has_import_errors"):
        return False
    return str(answer.get("last_parsed_time") or "") > parsed_before


def _late(server: Server, build: Build, seconds: float) -> DeployError:
    errors = server.import_errors(build.file)
    if errors:
        return broken(build, errors[0]["stack_trace"])
    return DeployError(
        f"Airflow has not parsed this build of {build.dag} in {seconds:g} s",
        help="is `airflow.dags` the folder that its DAG processor reads? New files are looked for every "
        "`[dag_processor] refresh_interval` seconds (300 by default); `airflow.live-within` waits longer",
    )
