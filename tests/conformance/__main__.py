"""`python -m tests.conformance ENGINE [--again | --check] [CASE...]`: run what has not passed as it is.

`--again` runs those that have, too; `--check` runs nothing, and fails when the record is stale. The exit status is
0 when every case passed or is refused by the compiler in words, 1 when not, 3 when the engine could not be had.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.conformance.cases import Case, all_cases
from tests.conformance.protocol import Adapter, Unavailable
from tests.conformance.record import digest_of, engine_module, read_record, write_record
from tests.conformance.run_case import Result, run_case

UNAVAILABLE = 3


def main(words: list[str]) -> int:
    """The exit status."""
    engine, *wanted = [word for word in words if not word.startswith("--")]
    if "--check" in words:
        return _check(engine)
    known = {} if "--again" in words else read_record(engine)
    cases = cases_of(engine)
    digests = {case.id: digest_of(case, engine) for case in cases}
    stale = [case for case in cases if not _has_passed(known.get(case.id), digests[case.id])]
    chosen = [case for case in stale if not wanted or any(case.id.startswith(one) for one in wanted)]
    record = {case.id: known[case.id] for case in cases if case not in stale}
    try:
        for case, result in _run(engine, chosen):
            print(f"{result.verdict:11} {case.id} {'; '.join(result.reasons)}".rstrip(), flush=True)
            entry = {"hash": digests[case.id], "verdict": result.verdict, "reasons": list(result.reasons)}
            record[case.id] = entry
            _keep(engine, record, wanted)  # however this ends: what has passed need not be run again
    except Unavailable as reason:
        print(f"{engine}: NOTHING WAS TESTED: {reason}", file=sys.stderr)
        return UNAVAILABLE
    _keep(engine, record, wanted)
    failed = sum(entry["verdict"] == "failed" for entry in record.values())
    print(f"{engine}: {len(record)} cases, {failed} failed")
    return 1 if failed else 0


def _keep(engine: str, record: Mapping[str, Mapping[str, Any]], wanted: Sequence[str]) -> None:
    if not wanted:
        write_record(engine, {**record})


def _has_passed(entry: object, digest: str) -> bool:
    return isinstance(entry, dict) and entry["hash"] == digest and entry["verdict"] != "failed"


def _run(engine: str, cases: Sequence[Case]) -> Iterator[tuple[Case, Result]]:
    """The cases with their results, in order; several run at once where the engine can. Raises `Unavailable`."""
    if not cases:
        return
    adapter: Adapter = _module(engine).ADAPTER()
    with tempfile.TemporaryDirectory() as folder:
        adapter.start(Path(folder))
        try:
            with ThreadPoolExecutor(getattr(adapter, "lanes", 1)) as lanes:
                yield from zip(cases, lanes.map(lambda case: run_case(adapter, case), cases), strict=True)
        finally:
            adapter.stop()


def _module(engine: str) -> ModuleType:
    return import_module(f"tests.engines.{engine_module(engine)}.adapter")


def cases_of(engine: str) -> list[Case]:
    """Those that the engine runs: all, unless its adapter has a `SELECTED`, which is asked for the flow's file."""
    selected = getattr(_module(engine), "SELECTED", lambda _file: True)
    wanted = {file for file in {case.file for case in all_cases()} if selected(file)}
    return [case for case in all_cases() if case.file in wanted]


def stale_cases(engine: str) -> list[str]:
    """The cases that have no entry in the record, or one for another manifest, package or expectation."""
    known = read_record(engine)
    return [
        case.id for case in cases_of(engine) if known.get(case.id, {}).get("hash") != digest_of(case, engine)
    ]


def _check(engine: str) -> int:
    """Whether every case has passed with the sources as they are now."""
    known, stale = read_record(engine), stale_cases(engine)
    failed = sorted(name for name, entry in known.items() if entry["verdict"] == "failed")
    print(f"{engine}: {len(stale)} stale: {' '.join(stale)}; {len(failed)} failed: {' '.join(failed)}")
    return 1 if stale or failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
