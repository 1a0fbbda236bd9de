"""Why a run does not start."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it names what happened
    """The run cannot start: the flow does not import, a parameter is wrong. Nothing was run."""

    def __init__(self, message: str, traceback: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.traceback = traceback
