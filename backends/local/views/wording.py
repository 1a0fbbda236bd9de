"""Words that several views use."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.local.events import Ending, RunEnded, RunStarted

ENDINGS: Mapping[Ending, str] = {
    "done": "done",
    "adopted": "was done already",
    "cloned": "cloned",
    "retried": "failed, trying again",
    "failed": "failed",
    "stopped": "stopped",
}


def started(event: RunStarted) -> str:
    """The first line of a run."""
    if event.continued:
        return f"{event.flow}/{event.run} goes on"
    return f"{event.flow}/{event.run}" + (f" resumes {event.origin}" if event.origin else "")


def ended(event: RunEnded) -> str:
    """The last line of a run."""
    tasks = "1 task" if event.tasks == 1 else f"{event.tasks} tasks"
    return f"{event.flow}/{event.run} {event.status}: {tasks} in {elapsed(event.seconds)}"


def elapsed(seconds: float) -> str:
    """A duration for people."""
    if seconds < 60:
        return f"{seconds:.1f}s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes:02d}m{rest:02d}s" if hours else f"{minutes}m{rest:02d}s"


def address(step: str, path: str) -> str:
    """A task; the root's path says nothing."""
    return step if path == "r" else f"{step}/{path}"
