"""Rules about source files: how they are found, read and parsed. One file each."""

NAMES: tuple[str, ...] = ()
"""The modules, in the order of their codes."""
