"""`@timeout`: how long one attempt may take."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import StepDraft
from flowc.ir.settings import Timeout

ARGUMENTS = ("seconds", "minutes", "hours")
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `timeout`: the sum of hours, minutes and seconds, each cut to a whole number as Metaflow does."""
    values = {unit: arguments.whole(unit) for unit in ARGUMENTS}
    seconds = sum((values[unit] or 0) * _SECONDS[unit] for unit in ARGUMENTS)
    unread = any(unit in arguments and values[unit] is None for unit in ARGUMENTS)
    if seconds > 0:
        draft.timeout = Timeout(seconds=seconds, span=arguments.span)
    elif not unread:
        arguments.report(
            "FLOW210",
            "",
            "`@timeout` needs a duration",
            label="no time at all" if arguments.names() else "no duration",
            help="write @timeout(minutes=5)",
        )
