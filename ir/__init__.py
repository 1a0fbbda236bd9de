"""Typed IR, passes and rules. Knows neither LibCST nor an engine; does no I/O."""
