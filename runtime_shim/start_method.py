"""Whether a process can be forked from here without losing what only another thread can give back."""

from __future__ import annotations

import os
import sys

UNSAFE = ("grpc", "jax", "tensorflow", "pyspark", "ray")
"""Modules whose native threads hang, or are missed, in a forked process."""


def reason_to_spawn() -> str | None:
    """Why tasks must be started anew instead of forked; None when forking is safe. Ask after the flow's import."""
    chosen = os.environ.get("FLOWC_START_METHOD")
    if chosen == "fork":
        return None
    if chosen == "spawn":
        return "FLOWC_START_METHOD says so"
    if sys.platform == "darwin" or not hasattr(os, "fork"):
        return "processes of this system cannot be forked safely"
    threading = sys.modules.get("threading")  # nobody starts threads without it
    if threading is not None and threading.active_count() > 1:
        names = sorted(
            thread.name for thread in threading.enumerate() if thread is not threading.main_thread()
        )
        return f"importing the flow started threads: {', '.join(names)}"
    loaded = [name for name in UNSAFE if name in sys.modules]
    return f"the flow imports {', '.join(loaded)}" if loaded else None
