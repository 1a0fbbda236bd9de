"""Flows F of a few steps, run in this process, from the text of their bodies."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.shim.running import Running, Stopped, prepare

LINEAR = """
    @step
    def start(self):
        {start}
        self.next(self.end)
    @step
    def end(self):
        {end}
"""


def flow(folder: Path, body: str, imports: str = "FlowSpec, step, current", **parameters: Any) -> Running:
    indented = textwrap.indent(textwrap.dedent(body), "    ")
    return prepare(folder, f"from metaflow import {imports}\n\nclass F(FlowSpec):\n{indented}", **parameters)


def ran(folder: Path, body: str, imports: str = "FlowSpec, step, current", **parameters: Any) -> Running:
    running = flow(folder, body, imports, **parameters)
    running.go()
    return running


def failing(folder: Path, body: str, imports: str = "FlowSpec, step, current", **parameters: Any) -> Stopped:
    with pytest.raises(Stopped) as caught:
        ran(folder, body, imports, **parameters)
    return caught.value
