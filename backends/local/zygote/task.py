"""What happens in the process of one task, once it was forked or started."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from flowc.backends.local.zygote.wire import send

Perform = Callable[[dict[str, Any]], dict[str, Any]]
"""Runs a step as a command says; gives `code` and the facts for the engine."""


def enter_group() -> None:
    """Leave the terminal's group: Ctrl-C is the engine's to handle, which then signals each task."""
    os.setpgid(0, 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler)


def run_and_exit(command: dict[str, Any], reports: int, perform: Perform) -> None:
    """Run the step, tell the engine, and end the process as an interpreter would, less the slow tearing down.

    A step may fork, and a copy of the process may come back here: it ends without a word.
    """
    own = os.getpid()
    code = 1
    try:
        told = perform(command)
        code = told["code"]
        if os.getpid() == own:
            send(reports, {"tell": "done", "id": command["id"], **told})
    except BaseException as failure:
        if os.getpid() == own:
            _complain(failure)
    finally:
        if os.getpid() == own:
            _leave()
        os._exit(code if os.getpid() == own else 1)


def _complain(failure: BaseException) -> None:
    """The runtime itself failed: its traceback goes to stderr."""
    import traceback

    traceback.print_exception(type(failure), failure, failure.__traceback__)


def _leave() -> None:
    """Wait for the step's threads and run what was registered with `atexit`, as multiprocessing does it."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - see above
        atexit._run_exitfuncs()  # noqa: SLF001 - see above
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException as failure:
        _complain(failure)
