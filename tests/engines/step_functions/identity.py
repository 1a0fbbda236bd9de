"""What executes the machines, as one text: versions, and the sources of the patches."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path


@lru_cache(maxsize=1)
def identity() -> str:
    """Changes with anything that could change how a machine runs."""
    folder = Path(__file__).parent
    sources = sorted([*folder.glob("patches/*.py"), folder / "container.py", folder / "jobs.py"])
    found = sha256()
    for file in sources:
        found.update(file.read_bytes())
    return f"moto {version('moto')}, jsonata-python {version('jsonata-python')}, {found.hexdigest()}"
