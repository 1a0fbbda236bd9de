"""Where documents go."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click


def place(texts: Mapping[str, str | bytes], output: str) -> dict[Path, str | bytes]:
    """A path for each text: in the folder `output`, or all in the one file `output`.

    A folder is what ends in a slash or is there as one; for several texts also what has no suffix.
    """
    path = Path(output)
    if is_folder(output, len(texts)):
        return {path / name: text for name, text in texts.items()}
    return {path: joined(texts)}


def is_folder(output: str, count: int) -> bool:
    """Whether so many texts go into files of their own below `output`."""
    path = Path(output)
    return output != "-" and (
        output.endswith(("/", os.sep)) or path.is_dir() or (count > 1 and not path.suffix)
    )


def joined(texts: Mapping[str, str | bytes]) -> str:
    """Several texts in one stream: documents of YAML, or one after the other. JSON cannot be joined."""
    streamed = {name: text for name, text in texts.items() if isinstance(text, str)}
    names = list(streamed)
    if len(names) > 1 and any(name.endswith(".json") for name in names):
        raise click.UsageError(
            "several flows as JSON need a folder: name it with --output, a slash at its end"
        )
    return "".join(
        f"---\n{text}" if index and names[index].endswith(".yaml") and not text.startswith("---") else text
        for index, text in enumerate(streamed.values())
    )
