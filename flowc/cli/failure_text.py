"""What is said after a run that did not succeed: whose fault, where, and what to type next."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from flowc.backends.local.engine import Failure
from flowc.backends.local.job import Job
from flowc.backends.local.refusal import Refusal
from flowc.backends.local.views.wording import address
from flowc.cli.way_on import WayOn

_FRAME = re.compile(r'^ *File "(?P<file>.+)", line (?P<line>\d+), in ', re.MULTILINE)


def after_failure(job: Job, failures: Sequence[Failure], way: WayOn) -> str:
    """Every task that failed, the first with its traceback; then the command that resumes."""
    first, *others = failures
    parts = [_about(job, first)]
    parts += [
        f"also failed: {address(other.task.step, other.task.path)}: {other.message}\n" for other in others
    ]
    run = f"{job.name.flow}/{job.name.run}"
    for command, subject in (("resume", run), ("logs", f"{run}/{address(first.task.step, first.task.path)}")):
        parts.append(f"help: {shlex.join(['flowc', command, subject, *way.place])}\n")
    return "".join(parts)


def after_interrupt(job: Job, way: WayOn) -> str:
    """How to go on."""
    return f"interrupted\nhelp: {_continuation(job, way)}\n"


def after_store_failed(job: Job, failure: Exception, way: WayOn) -> str:
    """The engine itself could not read or write; how to go on once it can."""
    return f"error: {failure}\nhelp: {_continuation(job, way)}\n"


def _continuation(job: Job, way: WayOn) -> str:
    return shlex.join(["flowc", "run", str(job.file), "--continue", job.name.run, *way.place, *way.reading])


def refused(refusal: Refusal) -> str:
    """Why nothing was run."""
    return f"{refusal.traceback}error: {refusal.message}\n"


def _about(job: Job, failure: Failure) -> str:
    attempts = f" after {failure.attempt + 1} attempts" if failure.attempt else ""
    lines = [
        f"error: step `{failure.task.step}` failed{attempts}{_where(failure.task.path)}: {failure.message}\n"
    ]
    lines.append(_source_line(job, failure.traceback))
    lines.append(failure.traceback.rstrip("\n") + "\n" if failure.traceback else "")
    return "".join(lines)


def _where(path: str) -> str:
    return "" if path == "r" else f" at {path}"


def _source_line(job: Job, traceback: str) -> str:
    """The innermost line of the flow's own file that the traceback goes through, as compilers show lines."""
    own = job.file.resolve()
    found = [match for match in _FRAME.finditer(traceback) if Path(match["file"]).resolve() == own]
    if not found:
        return ""
    number = int(found[-1]["line"])
    try:
        text = own.read_text(encoding="utf-8").splitlines()[number - 1]
    except (OSError, IndexError, UnicodeDecodeError):
        return ""
    margin = " " * len(str(number))
    return f"{margin}--> {job.file}:{number}\n{margin} |\n{number} | {text}\n{margin} |\n"
