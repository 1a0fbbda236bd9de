"""How large the object of a run becomes: every node and pod has its place in it, whatever became of it.

Argo compresses the nodes once the object is over 1 MiB; not the list of the pods whose results have come, nor the
template that the run began with. The figures are fitted to what `tests/benchmarks/argo_fan_out.py` measures.
"""

from __future__ import annotations

from flowc.diagnostics.record import record

LARGEST = 1024 * 1024
"""Bytes above which Argo ends a run, unless its controller has a database for nodes (`nodeStatusOffLoad`)."""
WARNED_FROM = LARGEST * 3 // 4
"""The rest is for messages, and for the nodes of attempts that fail."""

NODE = 75
"""Bytes of a node when all are compressed, at most."""
POD = 8
"""Bytes of a pod beside the id of its node, among those whose results have come."""
SUFFIXES = len("-abcde") + len("-4294967295")
"""What a run's name and a node's id add to the name of the template."""
TEMPLATE = 500
"""Bytes of a step in the template of the run."""


@record
class Count:
    """Nodes, and the pods among them."""

    nodes: int = 0
    pods: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(nodes=self.nodes + other.nodes, pods=self.pods + other.pods)

    def __mul__(self, times: int) -> Count:
        return Count(nodes=self.nodes * times, pods=self.pods * times)


def run_bytes(count: Count, name: str, steps: int) -> int:
    """The bytes of a run of the template `name`, which has so many steps."""
    return NODE * count.nodes + (len(name) + SUFFIXES + POD) * count.pods + TEMPLATE * steps
