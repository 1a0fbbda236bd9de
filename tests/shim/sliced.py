"""A flow that is run in slices, by its package."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.store import open_store
from flowc.runtime_shim.store.documents import read_document
from flowc.runtime_shim.store.errors import Missing
from flowc.runtime_shim.store.layout import FlowKeys
from tests.compiling import read

FLOW = """
import os, signal, sys, time
{imports}
from metaflow import FlowSpec, catch, retry, step, current

class F(FlowSpec):
    @step
    def start(self):
        self.items = [10 * n for n in range({count})]
        self.next(self.work, foreach="items")

    {decorators}
    @step
    def work(self):
        print("item", self.index)
        {body}
        self.double = 2 * self.input
        self.next(self.left, self.right)

    @step
    def left(self):
        self.l = self.double + 1
        self.next(self.both)

    @step
    def right(self):
        self.next(self.both)

    @step
    def both(self, inputs):
        self.found = [self.input, inputs.left.l, current.pathspec]
        self.next(self.join)

    @step
    def join(self, inputs):
        self.all = [i.found[:2] for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""


class Sliced:
    """A flow run in slices, by its package."""

    def __init__(
        self, folder: Path, count: int, body: str = "pass", decorators: str = "", imports: str = ""
    ) -> None:
        self.folder = folder
        indented = textwrap.indent(textwrap.dedent(body), " " * 8).strip()
        source = FLOW.format(count=count, body=indented, decorators=decorators, imports=imports)
        self.pack(source)

    def pack(self, source: str) -> None:
        (self.folder / "flow.py").write_text(source)
        unit = read(self.folder / "flow.py")
        package = build_package(unit.flows[0], unit.folder, unit.files, Files())
        (self.folder / "flow.pyz").write_bytes(package.data)
        self.store = open_store(str(self.folder / "store"))
        self.keys = FlowKeys("_", "_", "F").run("1")

    def command(self, step: str, path: str, attempt: int = 0) -> list[str]:
        shim = [sys.executable, str(self.folder / "flow.pyz")]
        return [*shim, "step", step, "--path", path, "--attempt", str(attempt)]

    def environment(self, **more: str) -> dict[str, str]:
        own = {"FLOWC_RUN_ID": "1", "FLOWC_STORE": str(self.folder / "store"), "TMPDIR": str(self.folder)}
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("FLOWC_", "PYTHON"))}
        return {**clean, **own, "FLOWC_OUTPUTS": str(self.folder / "out"), "AT": str(self.folder), **more}

    def run(
        self, step: str, path: str = "r", attempt: int = 0, **more: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(step, path, attempt),
            env=self.environment(**more),
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def winner(self, step: str, path: str) -> dict[str, Any] | None:
        try:
            return read_document(self.store, self.keys.task(step, path).winner)
        except Missing:
            return None

    def won(self, step: str, count: int) -> list[int]:
        return [item for item in range(count) if self.winner(step, f"r.{item}") is not None]

    def attempts(self, step: str, path: str) -> list[str]:
        root = f"{self.keys.task(step, path).root}/attempts/"
        return sorted({key[len(root) :].partition("/")[0][:1] for key in self.store.list(root[:-1])})

    def value(self, step: str, path: str, name: str) -> Any:
        winner = self.winner(step, path)
        assert winner is not None
        return Blobs(self.store, self.keys.flow).load(winner["artifacts"][name])
