"""A content-addressed cache of analysed flows. Safe to delete at any time, safe for two processes at once."""

from flowc.cache.store import Cache

__all__ = ["Cache"]
