"""How a container gets its code from the store: a constant program, given to Python on the command line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flowc.runtime_shim.store.layout import package_key as package_key


@lru_cache(maxsize=1)
def program() -> str:
    """The program. Its arguments: the SHA-256 of the package in hex, then those of the package."""
    return (Path(__file__).parent / "fetch.txt").read_text(encoding="utf-8")


def command(python: str, digest: str, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The argument vector of a container: no shell, and no text of the user's in the program."""
    return (python, "-c", program(), digest, *arguments)


@lru_cache(maxsize=1)
def inline_program() -> str:
    """The same for a package in the variable FLOWC_INLINE, compressed and in base64."""
    return (Path(__file__).parent / "inline.txt").read_text(encoding="utf-8")
