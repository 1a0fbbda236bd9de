"""`run.json`: what is fixed when a run begins, written once, by whoever comes first."""

from __future__ import annotations

from typing import Any

from flowc.runtime_shim.request import Request
from flowc.runtime_shim.store.documents import Document


class Refused(Exception):  # noqa: N818 - it names what happened
    """The task cannot run, now or later: exit code 78."""


def open_run(request: Request, flow: type[Any]) -> Document:
    """The record of the run: read, or written by the first task. Keys: `flow`, `run`, `owner`, `created` (microseconds
    since 1970), `plan`, `package`, `parameters` (attribute to JSON value), `files` and `constants` (attribute to
    artifact entry), `tags`, `user`, `trigger`, `origin_run_id`.

    Raises `Refused` when another engine's run has this name, or a parameter is missing or of the wrong type.
    """
    raise NotImplementedError
