"""Where documents go, and the comparison with what is already there."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from zlib import crc32

import click

from flowc.cli.exits import FINDINGS, OK

WIDTH = 76
"""Characters of a line of base64, all but the last."""


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


def compare_with(expected: dict[Path, str | bytes]) -> int:
    """Print what differs from the files that exist, as flows first, then as text; 1 when anything does."""
    status = OK
    for path, text in expected.items():
        try:
            data = path.read_bytes()
        except OSError as failure:
            sys.stdout.write(f"{path}: cannot be read: {failure.strerror}\n")
            status = FINDINGS
            continue
        if isinstance(text, bytes):
            differs = data != text
            sys.stdout.write(f"{path} is not what the flow compiles to now\n" * differs)
        else:
            committed = data.decode("utf-8", "replace").replace("\r\n", "\n")
            differs = committed != text
            if differs:
                _explain(path, committed, text)
        status = FINDINGS if differs else status
    return status


def _explain(path: Path, committed: str, text: str) -> None:
    from flowc.diff.manifests import compare_manifests

    changes = compare_manifests(committed, text)
    sys.stdout.write(f"{path} is not what the flow compiles to now\n")
    for change in changes:
        sys.stdout.write(f"  {change}\n")
    from difflib import unified_diff

    lines = unified_diff(
        _readable(committed),
        _readable(text),
        fromfile=f"{path} (committed)",
        tofile=f"{path} (now)",
    )
    for line in lines:
        sys.stdout.write(line if line.endswith("\n") else line + "\n\\ no newline at the end\n")


def _readable(text: str) -> list[str]:
    """The lines of a manifest, each run of lines of base64 as one: nobody reads the code package in a diff."""
    lines: list[str] = []
    for is_package, run in groupby(text.splitlines(keepends=True), _is_base64):
        group = list(run)
        content = "".join(line.strip() for line in group)
        lines += (
            [f"    ({len(content)} characters of base64, CRC {crc32(content.encode()):08x})\n"]
            if is_package
            else group
        )
    return lines


def _is_base64(line: str) -> bool:
    word = line.strip()
    return len(word) == WIDTH and word.replace("+", "a").replace("/", "a").isalnum()
