"""Flows written into a test, run as users run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

from flowc.client import Flow, Run
from flowc.client.places import opened

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with a flow file and a store."""

    folder: Path

    def write(self, source: str, name: str = "flow.py") -> Path:
        """Write a flow file; `from metaflow import *` of the usual names stands before it."""
        head = "from metaflow import FlowSpec, Parameter, catch, current, retry, step, timeout\n"
        path = self.folder / name
        path.write_text(head + dedent(source), encoding="utf-8")
        return path

    def variables(self) -> dict[str, str]:
        """The environment of `flowc`, with the folder's store and cache."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("FLOWC_")},
            "PYTHONPATH": str(ROOT),
            "FLOWC_CACHE_DIR": str(self.folder / "cache"),
            "FLOWC_STORE": str(self.folder / "store"),
        }

    def start(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        """`flowc` with these words."""
        return subprocess.Popen(
            [sys.executable, "-m", "flowc", *words],
            cwd=self.folder,
            env={**self.variables(), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def flowc(self, *words: str, **variables: str) -> Done:
        """Run `flowc` to its end."""
        process = self.start(*words, **variables)
        out, err = process.communicate(timeout=120)
        return Done(process.returncode, out, err)

    def latest(self, flow: str) -> Run:
        """The latest run of a flow."""
        run = Flow(flow, store=opened(str(self.folder / "store"))).latest_run
        assert run is not None
        return run


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    def events(self) -> list[dict[str, Any]]:
        """What `--json` printed."""
        return [json.loads(line) for line in self.out.splitlines()]


SUM = """
import os


class SumFlow(FlowSpec):
    factor = Parameter("factor", default=1)

    @step
    def start(self):
        self.items = [1, 2, 3]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        if self.input == 2 and os.path.exists("broken"):
            raise ValueError("item two is bad")
        self.x = self.input * self.factor
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(one.x for one in inputs)
        self.next(self.end)

    @step
    def end(self):
        print("total", self.total)
"""
