"""Where Airflow is, from the options of a connection."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.deployment import Connection, DeployError
from flowc.diagnostics.record import record

LIVE_WITHIN = 600.0
"""Seconds. New files are looked for every 300 s by default (`[dag_processor] refresh_interval`)."""


@record
class Place:
    """The DAG folder, or the bucket that it is filled from; the API server; how long a parse may take.

    `server` is "" when nobody has named one: then files are written, and nothing is waited for. Secrets come from
    the environment only: `AIRFLOW_API_TOKEN`, or `AIRFLOW_API_PASSWORD` with `AIRFLOW_API_USERNAME`.
    """

    dags: str = ""
    server: str = ""
    live_within: float = LIVE_WITHIN
    token: str = ""
    username: str = ""
    password: str = ""


def place_of(connection: Connection) -> Place:
    """The place that options and environment name. Raises `DeployError` for a number that is none."""
    options, variables = connection.options, connection.environment
    return Place(
        dags=_text(options, "dags"),
        server=_text(options, "server").rstrip("/"),
        live_within=_seconds(options.get("live-within", LIVE_WITHIN)),
        token=variables.get("AIRFLOW_API_TOKEN", ""),
        username=_text(options, "username") or variables.get("AIRFLOW_API_USERNAME", ""),
        password=variables.get("AIRFLOW_API_PASSWORD", ""),
    )


def _text(options: Mapping[str, object], name: str) -> str:
    value = options.get(name)
    return "" if value is None else str(value)


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise DeployError(
            f"`airflow.live-within` is {value!r}, which is no number",
            help="give the seconds to wait until Airflow has parsed the DAG, such as 600",
        ) from None
