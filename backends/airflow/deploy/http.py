"""One request over HTTP, by the standard library. Its modules are loaded when something is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from flowc.backends.airflow.deploy.api import SECONDS, unreachable
from flowc.backends.deployment import DeployError


class Answer(NamedTuple):
    """The status and the text of an answer."""

    status: int
    text: str


def send(
    server: str, method: str, path: str, headers: Mapping[str, str], body: Mapping[str, Any] | None = None
) -> Answer:
    """Ask once. A redirection is an answer as any: credentials are not carried to another place."""
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_words: Any, **_named: Any) -> None:
            return None

    if not server.startswith(("http://", "https://")):
        raise DeployError(f"`{server}` is no URL", help="set `airflow.server`, such as https://airflow:8080")
    data = None if body is None else json.dumps(body).encode()
    said = dict(headers) if data is None else {**headers, "content-type": "application/json"}
    request = Request(server + path, data, said, method=method)  # noqa: S310 - its scheme has been looked at
    try:
        with build_opener(Stay()).open(request, timeout=SECONDS) as answer:
            return Answer(answer.status, answer.read().decode("utf-8", "replace"))
    except HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, refusal.read().decode("utf-8", "replace"))
    except (OSError, HTTPException, ValueError) as fault:
        raise unreachable(server, str(fault)) from fault
