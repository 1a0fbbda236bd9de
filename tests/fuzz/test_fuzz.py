"""Broken sources get findings, and now and then an output; never an exception, never an endless wait."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowc.ir.rules import RULES
from tests.compiling import compile_for
from tests.fuzz.mutations import mutate
from tests.golden.expected import ROOT

SEEDS = [
    *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "golden").glob("*/*.py"))),
    *(rule.bad for rule in RULES if rule.target != "manifest" and len(rule.bad) < 4000),
]
CASES, BATCHES = 4800, 48
PATIENCE = 120
"""Seconds after which a batch counts as hanging; one takes about one."""


@pytest.fixture(autouse=True)
def end_of_patience() -> Iterator[None]:
    """A hang ends the run with the place where it hangs."""
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_broken_sources_never_break_flowc(batch: int, tmp_path: Path) -> None:
    path = tmp_path / "flow.py"
    for number in range(batch, CASES, BATCHES):
        path.write_bytes(mutate(number, SEEDS))
        try:
            compiled = compile_for(path, "argo")
        except Exception as failure:
            raise AssertionError(
                f"case {number} ends in a traceback; to see it: tests/fuzz/show.py"
            ) from failure
        assert compiled.findings or compiled.documents, f"case {number}: silence"


def test_cases_are_the_same_in_every_run() -> None:
    assert [mutate(number, SEEDS) for number in range(50)] == [mutate(number, SEEDS) for number in range(50)]
    assert len({mutate(number, SEEDS) for number in range(400)}) > 380


def test_mutations_leave_some_sources_whole() -> None:
    """If nothing parsed any more, only the parser's guard would be tested."""
    whole = sum(_parses(mutate(number, SEEDS)) for number in range(400))
    assert 60 < whole < 340


def _parses(data: bytes) -> bool:
    try:
        compile(data, "flow.py", "exec", flags=0x400)  # PyCF_ONLY_AST: nothing is compiled, let alone run
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
