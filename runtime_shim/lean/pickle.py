"""The module `pickle` without its second implementation in Python."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pickle
else:
    try:
        import _pickle as pickle
    except ImportError:
        import pickle

__all__ = ["pickle"]
