"""The working directory of the tests of the command line."""

from __future__ import annotations

from tests.cli.run import folder

__all__ = ["folder"]
