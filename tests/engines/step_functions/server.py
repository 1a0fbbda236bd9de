"""`python -m tests.engines.step_functions.server FOLDER [--without PATCH]`: the cloud of the tests, as a process.

It listens on loopback on a free port, writes `port` to the folder when it is ready, and ends when its standard
input does.
"""

from __future__ import annotations

import os
import socket
import sys
import warnings
from pathlib import Path
from threading import Thread

SWITCH_INTERVAL = "FLOWC_TESTS_SWITCH_INTERVAL"
"""A variable: after how many seconds a thread of the server lets another in; Python's own 0.005 without it."""


def main(folder: Path, without: frozenset[str]) -> None:
    """Serve until killed."""
    warnings.simplefilter("ignore")
    sys.setswitchinterval(float(os.environ.get(SWITCH_INTERVAL, sys.getswitchinterval())))
    Thread(target=_end_with_input, daemon=True).start()
    listening = socket.create_server(("127.0.0.1", 0), backlog=256)
    port = listening.getsockname()[1]
    _environment(port)
    from moto.core.config import default_user_config
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    from tests.engines.step_functions import patches
    from tests.engines.step_functions.jobs import Jobs, install
    from tests.engines.step_functions.recording import Recorder

    default_user_config["stepfunctions"]["execute_state_machine"] = True
    install(Jobs(folder, f"http://127.0.0.1:{port}"))
    patches.apply(without)
    application = Recorder(DomainDispatcherApplication(create_backend_app), folder / "calls.jsonl")
    MotoRequestHandler.log_request = lambda *_arguments, **_named: None  # type: ignore[method-assign]
    server = make_server(
        "127.0.0.1",
        port,
        application,
        threaded=True,
        request_handler=MotoRequestHandler,
        fd=listening.fileno(),
    )
    part = folder / "port.part"
    part.write_text(str(port))
    part.replace(folder / "port")
    server.serve_forever()


def _end_with_input() -> None:
    """Whoever started this holds the other end, and leaves go of it however it ends."""
    sys.stdin.buffer.read()
    os._exit(0)


def _environment(port: int) -> None:
    """moto's interpreter calls the server by this port; credentials are needed, and mean nothing."""
    os.environ.update(
        MOTO_PORT=str(port),
        AWS_ACCESS_KEY_ID="server",
        AWS_SECRET_ACCESS_KEY="secret",
        AWS_DEFAULT_REGION="us-east-1",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), frozenset(sys.argv[3:] if sys.argv[2:3] == ["--without"] else ()))
