"""`@exit_hook`: its functions are called once a run has ended, in a process of the zygote's."""

from __future__ import annotations

import select
import signal

from flowc.backends.local.interrupt import Interrupt
from flowc.backends.local.zygote_link import ZygoteLink


def call_hooks(link: ZygoteLink, interrupt: Interrupt, number: int) -> None:
    """Until they have returned. Ctrl-C ends them; nothing that they do changes how the run has ended."""
    link.call_hooks(number)
    while not link.ended:
        readable, _, _ = select.select([link.descriptor, interrupt.descriptor], [], [])
        if interrupt.descriptor in readable:
            interrupt.drain()
            link.signal(number, signal.SIGTERM)
        if link.descriptor in readable and any(_is_end(report, number) for report in link.reports()):
            return


def _is_end(report: dict[str, object], number: int) -> bool:
    return report["tell"] == "exited" and report["id"] == number
