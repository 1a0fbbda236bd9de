"""A flow at a glance: its parameters, and each step with its transition, decorators and artifacts."""

from flowc.show.summary import FlowSummary, StepSummary, summarise
from flowc.show.text import as_json, as_text

__all__ = ["FlowSummary", "StepSummary", "as_json", "as_text", "summarise"]
