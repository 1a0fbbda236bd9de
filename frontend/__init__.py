"""Source text to IR, with LibCST. Knows no engine.

Importing this package is cheap: LibCST is loaded by the first call of `load`.
"""

from __future__ import annotations

from pathlib import Path

from flowc.frontend.files import Files
from flowc.frontend.options import FrontendOptions, Loaded

__all__ = ["Files", "FrontendOptions", "Loaded", "load"]


def load(path: Path, options: FrontendOptions, files: Files) -> Loaded:
    """Reads the flows of a file, without running any of it. What is wrong is in `findings`; nothing is raised."""
    from flowc.frontend.loading import load_file

    return load_file(path, options, files)
