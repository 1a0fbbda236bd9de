"""What the client raises."""

from __future__ import annotations


class MetaflowNamespaceMismatch(Exception):  # noqa: N818 - the name that Metaflow's users know
    """The run does not have the tag that `namespace()` asks for."""


class MetaflowNotFound(Exception):  # noqa: N818 - the name that Metaflow's users know
    """There is no such flow, run, step, task or artifact in the store."""
