"""Import the flow, say whether the run can start, then serve; or run one task when forking is not safe."""

from __future__ import annotations

import gc
import os
import sys

from flowc.backends.local.zygote.lifeline import Lifeline
from flowc.backends.local.zygote.opening import open_run
from flowc.backends.local.zygote.perform import Flow, refusal
from flowc.backends.local.zygote.serve import Service, Start
from flowc.backends.local.zygote.task import enter_group, run_and_exit, tell
from flowc.backends.local.zygote.wire import Message, Reader
from flowc.runtime_shim.start_method import reason_to_spawn


def main(commands: int, reports: int) -> None:
    """The whole life of the process."""
    gc.disable()  # until tasks are forked: what is imported is no garbage, and is never looked through again
    reader = Reader(commands)
    setup = _first(reader)
    try:
        flow = Flow.of(setup)
    except BaseException as failure:
        tell(reports, {"tell": "refused", **refusal(failure)})
        return
    reason = reason_to_spawn()
    refused = open_run(flow, forks=reason is None)
    if refused is not None:
        tell(reports, {"tell": "refused", **refused})
        return
    tell(reports, {"tell": "ready", "spawns": reason})
    if reason is None:
        Service(reader, reports, _forking(flow, commands, reports)).serve()
        return
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Service(reader, reports, _spawning(setup, reports, folder)).serve()


def _first(reader: Reader) -> Message:
    """The setup. The engine sends nothing more until it has heard from us."""
    while not reader.ended:
        for message in reader.read():
            return message
    sys.exit(0)


def _forking(flow: Flow, commands: int, reports: int) -> Start:
    lifeline = Lifeline()
    gc.freeze()

    def start(command: Message) -> int:
        pid = os.fork()
        if pid == 0:
            gc.enable()
            enter_group()
            lifeline.hold()
            os.close(commands)
            run_and_exit(command, reports, flow.perform_forked)
        return pid

    return start


def _spawning(setup: Message, reports: int, folder: str) -> Start:
    """Each task imports the flow anew. The setup goes through a file: it can be larger than an argument."""
    import json
    import subprocess
    from pathlib import Path

    file = Path(folder) / "setup.json"
    file.write_text(json.dumps(setup), encoding="utf-8")
    lifeline = Lifeline()

    def start(command: Message) -> int:
        words = [str(file), str(reports), str(lifeline.reading), json.dumps(command)]
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "flowc.backends.local.zygote.spawned", *words],
            pass_fds=(reports, lifeline.reading),
            stdin=subprocess.DEVNULL,
        )
        process.returncode = 0  # the service reaps it
        return process.pid

    return start
