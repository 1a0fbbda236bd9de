"""Exit statuses, the same for every command."""

OK = 0
"""Nothing to complain about."""
FINDINGS = 1
"""An error was found, what was compared differs, or a run failed."""
MISUSE = 2
"""The command line makes no sense, or flowc itself failed."""
CHANGES = 3
"""There is something to deploy: only where `--detailed-exitcode` asks."""
INTERRUPTED = 130
"""Ctrl-C."""


class NoFlow(Exception):  # noqa: N818 - it is not our error
    """There is no single flow to work on; the findings are printed already."""

    status = FINDINGS
