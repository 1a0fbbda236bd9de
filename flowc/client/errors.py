"""What the client raises."""

from __future__ import annotations


class MetaflowNotFound(Exception):  # noqa: N818 - the name that Metaflow's users know
    """There is no such flow, run, step, task or artifact in the store."""
