"""Source text to IR. Knows LibCST, knows no engine."""
