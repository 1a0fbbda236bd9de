"""Run the command line in the process of the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from flowc.cli.root import root

HELLO = '''"""Says hello."""
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    """Say hello."""

    @step
    def start(self):
        self.greeting = "hello"
        self.next(self.end)

    @step
    def end(self):
        print(self.greeting)
'''

WRONG = HELLO.replace("self.next(self.end)", "self.next(self.emd)")


@dataclass(frozen=True)
class Ran:
    """What came out."""

    status: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a good flow and a wrong one, and a cache of its own."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("FLOWC_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "work" / "hello.py").write_text(HELLO)
    (tmp_path / "work" / "wrong.py").write_text(WRONG)
    return tmp_path / "work"


def flowc(*arguments: str | Path, stdin: str | None = None) -> Ran:
    """Run a command; exit status as the shell sees it."""
    texts: Sequence[str] = [str(argument) for argument in arguments]
    result = CliRunner().invoke(root, texts, input=stdin, prog_name="flowc", standalone_mode=False)
    if isinstance(result.exception, click.ClickException):
        return Ran(2, result.stdout, result.exception.format_message())
    if result.exception is not None:
        raise result.exception
    return Ran(result.return_value or 0, result.stdout, result.stderr)
