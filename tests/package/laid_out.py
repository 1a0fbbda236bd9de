"""A flow among files of data, with settings that may ask for them."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from flowc.pipeline.unit import Unit

FLOW = """
import os
from metaflow import FlowSpec, step


class DataFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""
DATA = {
    "x.json": b"{}\r\n",
    "query.sql": b"select 1",
    "data/a.csv": b"a",
    "data/deep/b.csv": b"b",
    "data/.secret": b"s",
    "data/__pycache__/a.pyc": b"c",
    ".git/config.json": b"g",
    "plugins/one.py": b"X = 1\r\n",
}


def lay_out(folder: Path, data: dict[str, bytes]) -> Path:
    for name, content in {"flow.py": FLOW.encode(), **data}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "flow.py"


def configured(flow: Path, text: str) -> Unit:
    (flow.parent / "flowc.toml").write_text(text)
    return read_unit(flow, Options(use_cache=False))


def archive(unit: Unit) -> ZipFile:
    return ZipFile(io.BytesIO(build_package(unit.flows[0], unit.folder, unit.files, Files()).data))


def data_in(unit: Unit) -> list[str]:
    names = [name.removeprefix("src/") for name in archive(unit).namelist() if name.startswith("src/")]
    return [name for name in names if name != "flow.py"]
