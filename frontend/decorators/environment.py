"""`@environment`: environment variables of a step."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import StepDraft

ARGUMENTS = ("vars",)


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `environment`: values that are not text are written by `str()`, as Metaflow does."""
    draft.environment = arguments.pairs("vars")
