"""`python -m tests.conformance ENGINE [--again | --check] [CASE...]`: run what has not passed as it is.

`--again` runs those that have, too; `--check` runs nothing, and fails when the record is stale.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.conformance.cases import Case, all_cases
from tests.conformance.protocol import Adapter
from tests.conformance.record import digest_of, read_record, write_record
from tests.conformance.run_case import run_case


def main(words: list[str]) -> int:
    """The exit status: whether every case passed, or is refused by the compiler in words."""
    again = "--again" in words
    engine, *wanted = [word for word in words if not word.startswith("--")]
    if "--check" in words:
        return _check(engine)
    adapter: Adapter = _module(engine).ADAPTER()
    known = {} if again else read_record(engine)
    record = {}
    with tempfile.TemporaryDirectory() as folder:
        adapter.start(Path(folder))
        try:
            for case in cases_of(engine):
                digest = digest_of(case, engine)
                entry = known.get(case.id)
                if entry is None or entry["hash"] != digest or entry["verdict"] == "failed":
                    if wanted and not any(case.id.startswith(one) for one in wanted):
                        continue
                    result = run_case(adapter, case)
                    entry = {"hash": digest, "verdict": result.verdict, "reasons": list(result.reasons)}
                    print(f"{result.verdict:11} {case.id} {'; '.join(result.reasons)}".rstrip(), flush=True)
                    if not wanted:  # however this ends: what has passed need not be run again
                        write_record(engine, {**known, **record, case.id: entry})
                record[case.id] = entry
        finally:
            adapter.stop()
    if not wanted:
        write_record(engine, record)
    failed = sum(entry["verdict"] == "failed" for entry in record.values())
    print(f"{engine}: {len(record)} cases, {failed} failed")
    return 1 if failed else 0


def _module(engine: str) -> ModuleType:
    return import_module(f"tests.engines.{engine.replace('-', '_')}.adapter")


def cases_of(engine: str) -> list[Case]:
    """Those that the engine runs: all, unless its adapter has a `SELECTED`, which is asked for the flow's file."""
    selected = getattr(_module(engine), "SELECTED", lambda _file: True)
    wanted = {file for file in {case.file for case in all_cases()} if selected(file)}
    return [case for case in all_cases() if case.file in wanted]


def _check(engine: str) -> int:
    """Whether every case has passed with the sources as they are now."""
    known = read_record(engine)
    stale = [
        case.id for case in cases_of(engine) if known.get(case.id, {}).get("hash") != digest_of(case, engine)
    ]
    failed = sorted(name for name, entry in known.items() if entry["verdict"] == "failed")
    print(f"{engine}: {len(stale)} stale: {' '.join(stale)}; {len(failed)} failed: {' '.join(failed)}")
    return 1 if stale or failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
