"""The comparison of documents with the files that are there: `flowc compile --check`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from difflib import unified_diff
from itertools import groupby
from pathlib import Path
from zlib import crc32

from flowc.cli.exits import FINDINGS, OK

WIDTH = 76
"""Characters of a line of base64, all but the last."""
LONG = 160
"""Characters of a line of context that are shown; lines that differ are shown whole."""
PACKAGE = re.compile(r"[0-9a-f]{64}\.pyz")
"""How documents name a code package that lies beside them."""
SAME = "  the same steps, transitions and settings: code has changed, or what flowc makes of it\n"


def compare_with(expected: Mapping[Path, str | bytes]) -> int:
    """Print what differs from the files that exist, as flows first, then as text; 1 when anything does."""
    status = OK
    for path, text in expected.items():
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            sys.stdout.write(f"{path} is not there: the same without --check writes it\n")
            status = FINDINGS
            continue
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
                sys.stdout.write(f"{path} is not what the flow compiles to now\n")
                _in_words(committed, text, expected)
                _as_text(path, committed, text)
        status = FINDINGS if differs else status
    return status


def _in_words(committed: str, text: str, expected: Mapping[Path, str | bytes]) -> None:
    from flowc.diff.manifests import compare_manifests, compare_packages

    old, new = _package(committed, expected), _package(text, expected)
    changes = compare_packages(old, new) if old and new else None
    if changes is None:
        changes = compare_manifests(committed, text)
    if changes is not None:
        sys.stdout.write("".join(f"  {change}\n" for change in changes) or SAME)


def _package(text: str, expected: Mapping[Path, str | bytes]) -> bytes | None:
    """The code package that a document names, when it is among the documents or lies where those are."""
    named = PACKAGE.search(text)
    folders = {path.parent for path, data in expected.items() if isinstance(data, bytes)}
    for path in (folder / named.group() for folder in folders) if named else ():
        content = expected.get(path)
        if isinstance(content, bytes):
            return content
        if path.is_file():
            return path.read_bytes()
    return None


def _as_text(path: Path, committed: str, text: str) -> None:
    lines = unified_diff(
        _readable(committed),
        _readable(text),
        fromfile=f"{path} (committed)",
        tofile=f"{path} (now)",
    )
    for line in lines:
        shown = f"{line[:LONG]} ...\n" if line.startswith(" ") and len(line) > LONG else line
        sys.stdout.write(shown if shown.endswith("\n") else shown + "\n\\ no newline at the end\n")


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
