"""Which Airflow a server is: it is asked, since nobody should have to say it."""

from __future__ import annotations

import json

from flowc.backends.airflow.deploy.api import Server, unreachable
from flowc.backends.airflow.deploy.http import send
from flowc.backends.airflow.deploy.place import Place


def server_at(place: Place) -> Server:
    """What speaks to it. Both versions tell theirs without credentials. Raises `Unreachable`."""
    if _has(place, "/api/v2/version"):
        from flowc.backends.airflow.deploy.airflow3 import Airflow3

        return Airflow3(place)
    if _has(place, "/api/v1/version"):
        from flowc.backends.airflow.deploy.airflow2 import Airflow2

        return Airflow2(place)
    raise unreachable(place.server, "it is neither Airflow 3 (/api/v2) nor Airflow 2 (/api/v1)")


def _has(place: Place, path: str) -> bool:
    """A server of another version, or a proxy before it, may answer 404 or a page for people."""
    answer = send(place.server, "GET", path, {"accept": "application/json"})
    if answer.status >= 500:
        raise unreachable(place.server, f"{path} gives {answer.status}")
    try:
        return answer.status in (401, 403) or "version" in json.loads(answer.text)
    except (ValueError, TypeError):
        return False
