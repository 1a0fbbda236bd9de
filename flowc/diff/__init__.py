"""What changed between two versions of a flow, in the words of flows: steps, edges, settings, parameters."""

from flowc.diff.compare import Change, compare

__all__ = ["Change", "compare"]
