"""`python -m tests.fuzz.show NUMBER`: print the source of a fuzz case, then compile it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.compiling import compile_for, rendered
from tests.fuzz.mutations import mutate
from tests.fuzz.test_fuzz import SEEDS


def main(number: int) -> None:
    data = mutate(number, SEEDS)
    sys.stdout.buffer.write(data + b"\n" + b"=" * 80 + b"\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "flow.py"
        path.write_bytes(data)
        print(rendered(compile_for(path, "argo").findings, path.parent))


if __name__ == "__main__":
    main(int(sys.argv[1]))
