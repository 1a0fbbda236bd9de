"""Findings about the size of a package tell of the flow, not of the runtime beside it."""

from tests.golden.conftest import fixed_runtime

__all__ = ["fixed_runtime"]
