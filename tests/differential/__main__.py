"""`python -m tests.differential [CASE...]`: run every case that Metaflow accepts by both, and compare.

What Metaflow did with unchanged sources is kept in a cache folder: it takes half a second of CPU for each task.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.conformance.cases import Case, all_cases
from tests.differential.compare import differences
from tests.differential.ours import run_by_flowc
from tests.differential.peer import MISSING, VERSION, interpreter, run_by_metaflow
from tests.differential.semantics import compare_semantics
from tests.differential.tutorials import compare_tutorials

KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flowc-differential"
FILES = {"tutorials": compare_tutorials, "semantics": compare_semantics}
"""Flow files that are no golden cases."""


def main(words: list[str]) -> int:
    """The exit status: 0 when all agree, 1 when not, 2 without Metaflow."""
    python = interpreter()
    if python is None:
        sys.stderr.write(MISSING)
        return 2
    os.environ["PYTHONHASHSEED"] = "0"  # sets of words are to have the same order in both
    wanted = [case for case in all_cases() if not words or case.id.startswith(tuple(words))]
    cases = [case for case in wanted if case.metaflow is None]
    for case in wanted:
        if case.metaflow is not None:
            print(f"skipped   {case.id}: Metaflow {case.metaflow}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        theirs = list(pool.map(lambda case: _metaflow(case, python), cases))
    wrong = 0
    for case, their in zip(cases, theirs, strict=True):
        with tempfile.TemporaryDirectory() as folder:
            found = differences(their, run_by_flowc(case, Path(folder)))
        wrong += bool(found)
        print(f"{'DIFFERENT' if found else 'equal':9} {case.id}", *found, sep="\n          ", flush=True)
    wrong += sum(_files(name, words, python) for name in FILES)
    print(f"{len(cases)} cases, {' and '.join(FILES)} compared with Metaflow {VERSION}, {wrong} differ")
    return 1 if wrong else 0


def _files(name: str, words: list[str], python: str) -> int:
    """How many flow files of a kind differ."""
    if words and not any(name.startswith(word) for word in words):
        return 0
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for one, found in FILES[name](python, Path(folder)):
            wrong += bool(found)
            print(
                f"{'DIFFERENT' if found else 'equal':9} {one}",
                *_short(found),
                sep="\n          ",
                flush=True,
            )
    return wrong


def _short(found: list[str]) -> list[str]:
    """The first of many differences, of values that can be long."""
    return [text if len(text) < 300 else f"{text[:300]}..." for text in found[:10]]


def _metaflow(case: Case, python: str) -> dict[str, Any]:
    kept = KEPT / f"{_digest(case)}.json"
    if kept.is_file():
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    with tempfile.TemporaryDirectory() as folder:
        found = run_by_metaflow(case, python, Path(folder))
    KEPT.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(found), encoding="utf-8")
    return found


def _digest(case: Case) -> str:
    files = [
        (path.name, path.read_text(encoding="utf-8"))
        for path in sorted(case.file.parent.rglob("*"))
        if path.suffix in (".py", ".json", ".txt", ".csv", ".toml") and path.name != "cases.toml"
    ]
    programs = [Path(__file__).with_name(name) for name in ("dump_metaflow.py", "canonical.py", "peer.py")]
    here = [(path.name, path.read_text(encoding="utf-8")) for path in programs]
    return sha256(json.dumps([VERSION, files, here, dict(case.parameters)]).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
