"""Opening the run: in the zygote, or in a process of its own where the store's client cannot be forked."""

from __future__ import annotations

import os

from flowc.backends.local.zygote.perform import Flow, refusal
from flowc.runtime_shim.lean import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def open_run(flow: Flow, *, forks: bool) -> dict[str, Any] | None:
    """Write the record of the run, unless there is one; why the run is refused, None when it is not.

    The client of an object store has threads from its first request on, and tasks forked after that would wait for
    them for ever. So the zygote makes no request when it `forks`.
    """
    return _apart(flow) if forks and flow.store.forks_badly else _here(flow)


def _here(flow: Flow) -> dict[str, Any] | None:
    try:
        flow.open_run()
    except BaseException as failure:
        return refusal(failure)
    return None


def _apart(flow: Flow) -> dict[str, Any] | None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            pipe.write(json.dumps(_here(flow)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    told: dict[str, Any] | None = json.loads(
        text or '{"message": "the process that opens the run was killed"}'
    )
    return told
