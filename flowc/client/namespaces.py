"""Which runs are looked at: all, unless a namespace is set. A namespace is a tag that runs must have.

Metaflow starts in the namespace `user:<name>`, so that people do not meet each other's runs in a shared service.
Here a store is named for each project, and runs of schedulers have no user: so all runs are seen until somebody
chooses, for example with `namespace("user:me")`.
"""

from __future__ import annotations

_chosen: list[str | None] = [None]


def namespace(ns: str | None) -> str | None:
    """From now on only runs with this tag are found; None: all runs."""
    _chosen[0] = ns
    return ns


def get_namespace() -> str | None:
    """The namespace in use."""
    return _chosen[0]


def default_namespace() -> str | None:
    """Back to the namespace of the start: all runs."""
    return namespace(None)


def get_metadata() -> str:
    """Where runs are read from: flowc has no service for metadata, but a store."""
    from flowc.client.location import store_url

    return f"flowc@{store_url(None)}"
