"""The reads of artifacts that deserve a finding, each artifact once for each step."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.ir.dataflow import DataFlow, Presence
from flowc.ir.effects import Read
from flowc.ir.flow import Step


def certain_reads(flow: DataFlow, wanted: Presence) -> Iterator[tuple[Step, Read]]:
    """The certain reads of artifacts that are as present as `wanted`."""
    for step in flow.steps():
        seen: set[str] = set()
        for read in step.effects.reads:
            if read.certain and read.name not in seen and flow.at_read(step, read) is wanted:
                seen.add(read.name)
                yield step, read
