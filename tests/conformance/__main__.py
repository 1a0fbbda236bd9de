"""`python -m tests.conformance ENGINE [--again] [CASE...]`: run the cases that have not passed as they are now."""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.conformance.cases import all_cases
from tests.conformance.protocol import Adapter
from tests.conformance.record import digest_of, read_record, write_record
from tests.conformance.run_case import run_case


def main(words: list[str]) -> int:
    """The exit status: whether every case passed, or is refused by the compiler in words."""
    again = "--again" in words
    engine, *wanted = [word for word in words if word != "--again"]
    adapter: Adapter = import_module(f"tests.engines.{engine.replace('-', '_')}.adapter").ADAPTER()
    known = {} if again else read_record(engine)
    record = {}
    with tempfile.TemporaryDirectory() as folder:
        adapter.start(Path(folder))
        try:
            for case in all_cases():
                digest = digest_of(case, engine)
                entry = known.get(case.id)
                if entry is None or entry["hash"] != digest or entry["verdict"] == "failed":
                    if wanted and not any(case.id.startswith(one) for one in wanted):
                        continue
                    result = run_case(adapter, case)
                    entry = {"hash": digest, "verdict": result.verdict, "reasons": list(result.reasons)}
                    print(f"{result.verdict:11} {case.id} {'; '.join(result.reasons)}".rstrip(), flush=True)
                record[case.id] = entry
        finally:
            adapter.stop()
    if not wanted:
        write_record(engine, record)
    failed = sum(entry["verdict"] == "failed" for entry in record.values())
    print(f"{engine}: {len(record)} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
