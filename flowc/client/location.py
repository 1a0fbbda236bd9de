"""Which store is read or written when nobody says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = ".flowc"
"""The folder of runs of this machine, in the working folder or the nearest one above that has it."""


def store_url(given: str | None, settings: Mapping[str, Any] | None = None) -> str:
    """The store that is named: on the command line, in `FLOWC_STORE`, in the configuration; else a folder."""
    chosen = given or os.environ.get("FLOWC_STORE") or (settings or _settings()).get("store")
    if chosen:
        return str(chosen)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FOLDER).is_dir():
            return str(folder / FOLDER)
    return str(here / FOLDER)


def _settings() -> Mapping[str, Any]:
    from flowc.config import load_configuration
    from flowc.frontend.files import Files

    variables = {name: value for name, value in os.environ.items() if name.startswith("FLOWC_")}
    beside = Path.cwd() / "flow.py"
    return load_configuration(beside, environment=variables, profile=None, files=Files()).values
