"""Where documents go, and the comparison with what is already there."""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path

from flowc.cli.exits import FINDINGS, OK


def place(texts: dict[str, str], output: str) -> dict[Path, str]:
    """A path for each document: in the folder `output`, or all in the one file `output`."""
    path = Path(output)
    if output.endswith(("/", "\\")) or path.is_dir() or len(texts) > 1:
        return {path / name: text for name, text in texts.items()}
    return {path: "".join(texts.values())}


def compare_with(expected: dict[Path, str]) -> int:
    """Print what differs from the files that exist, as flows first, then as text; 1 when anything does."""
    status = OK
    for path, text in expected.items():
        try:
            committed = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError as failure:
            sys.stdout.write(f"{path}: cannot be read: {failure.strerror}\n")
            status = FINDINGS
            continue
        if committed != text:
            _explain(path, committed, text)
            status = FINDINGS
    return status


def _explain(path: Path, committed: str, text: str) -> None:
    from flowc.diff.manifests import compare_manifests

    changes = compare_manifests(committed, text)
    sys.stdout.write(f"{path} is not what the flow compiles to now\n")
    for change in changes:
        sys.stdout.write(f"  {change}\n")
    lines = unified_diff(
        committed.splitlines(keepends=True),
        text.splitlines(keepends=True),
        fromfile=f"{path} (committed)",
        tofile=f"{path} (now)",
    )
    for line in lines:
        sys.stdout.write(line if line.endswith("\n") else line + "\n\\ no newline at the end\n")
