"""Findings: one immutable value for every message a user can get, and many renderers of it."""

from flowc.diagnostics.finding import Finding, Label, Severity, error, note, warning
from flowc.diagnostics.span import Span

__all__ = ["Finding", "Label", "Severity", "Span", "error", "note", "warning"]
