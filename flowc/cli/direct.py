"""`python flow.py run`: a flow file that is started as a program, with the words of Metaflow's command line."""

from __future__ import annotations

import sys
from typing import NoReturn

from flowc.cli import MISUSE, OK, command_line

SAME = ("run", "show", "check")
"""Commands that flowc has under the same name, with the flow file after it."""
WITH_FILE = ("compile", "graph", "deploy", "trigger", "runs", "package", "image")
"""Commands of flowc that Metaflow does not have, and that take the flow file."""
ELSEWHERE = {
    "argo-workflows": "flowc deploy {file} --target argo",
    "step-functions": "flowc deploy {file} --target step-functions",
    "airflow": "flowc deploy {file} --target airflow",
    "output-dot": "flowc graph {file} --format dot",
    "logs": "flowc logs {flow}/RUN/STEP",
    "dump": "flowc artifacts {flow}/RUN/STEP",
    "tag": "the client: Run(...).add_tag(...)",
}
"""What to type for Metaflow's other commands."""
HELP = """usage: python {file} run [OPTIONS] [PARAMETERS]   flowc run {file} ...
       python {file} resume [STEP] [OPTIONS]     flowc resume {flow}/RUN [--from STEP] ...
       python {file} show                        flowc show {file}
       python {file} check                       flowc check {file}
`flowc --help` lists all commands, `flowc run --help` the options of a run.
"""


def start(file: str, flow: str, words: list[str]) -> NoReturn:
    """Do what the words ask for, and end the process."""
    command, rest = (words[0], words[1:]) if words else ("", [])
    if command in SAME:
        _hand_over([command, file, *rest])
    if command == "resume":
        _hand_over(["resume", *_resume(flow, rest), "--file", file])
    if command in ("", "-h", "--help", "help"):
        sys.stdout.write(HELP.format(file=file, flow=flow))
        sys.exit(OK)
    what = f"flowc has no `python {file} {command}`"
    known = ELSEWHERE.get(command)
    if known is None and command in WITH_FILE:
        known = f"flowc {command} {{file}}"
    if known is not None:
        sys.stderr.write(f"{what}; type: {known.format(file=file, flow=flow)}\n")
    else:
        sys.stderr.write(f"{what}\n{HELP.format(file=file, flow=flow)}")
    sys.exit(MISUSE)


def _hand_over(words: list[str]) -> NoReturn:
    sys.argv = ["flowc", *words]
    command_line()


def _resume(flow: str, words: list[str]) -> list[str]:
    """The run, which is the latest unless it is named, and the step to begin with."""
    rest = list(words)
    step = ["--from", rest.pop(0)] if rest and not rest[0].startswith("-") else []
    if "--origin-run-id" in rest[:-1]:
        at = rest.index("--origin-run-id")
        run = rest[at + 1]
        del rest[at : at + 2]
    else:
        run = _latest(flow)
    return [f"{flow}/{run}", *step, *rest]


def _latest(flow: str) -> str:
    from flowc.client import Flow, MetaflowNotFound

    try:
        run = Flow(flow).latest_run
    except MetaflowNotFound:
        run = None
    if run is None:
        sys.stderr.write(f"error: there is no run of {flow} to resume\n")
        sys.exit(MISUSE)
    return run.id
