"""Build the zipapp: stored, sorted, with fixed dates and modes, so that equal sources give equal bytes."""

from __future__ import annotations

import json
import ntpath
import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

from flowc.backends.protocol import CodePackage
from flowc.diagnostics.sha256 import hexdigest
from flowc.frontend.files import Files
from flowc.ir.flow import Flow
from flowc.package.client_imports import imports_client
from flowc.package.ignore import Ignored
from flowc.package.packaged_file import PackagedFile
from flowc.package.plan import plan_of
from flowc.package.runtime import SHIM, WITH_CLIENT, runtime_files
from flowc.package.zipfile_writer import write_zip

SOURCES = "src"
"""The folder inside the package that user files are laid out in."""


def build_package(flow: Flow, folder: Path, packaged: Sequence[PackagedFile], files: Files) -> CodePackage:
    """The package of a flow: its files, the data files it names, the plan, and what starts them.

    Everything is read through `files`, which logs it. Text is stored with `\\n` line ends, so that a checkout with
    other ones gives the same bytes. Raises OSError when a file has gone since it was read.
    """
    ignored = Ignored.of(folder.absolute(), files)
    sources = {file.path: _content(file, files) for file in packaged if not ignored.covers(file.path)}
    code = (sources[file.path] for file in packaged if file.is_text and file.path in sources)
    content: dict[str, bytes] = {
        **runtime_files(WITH_CLIENT if any(map(imports_client, code)) else SHIM),
        "plan.json": json.dumps(plan_of(flow), separators=(",", ":")).encode(),
    }
    for path, source in sources.items():
        content[f"{SOURCES}/{path}"] = source
    for name, data in _data_files(flow, folder.absolute(), files).items():
        content[f"{SOURCES}/{name}"] = data
    data = write_zip(content)
    return CodePackage(digest=hexdigest(data), data=data)


def _content(file: PackagedFile, files: Files) -> bytes:
    data = files.read(file.source)
    return _text(data) if file.is_text else data


def _text(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _data_files(flow: Flow, folder: Path, files: Files) -> Mapping[str, bytes]:
    """The default files of `IncludeFile`s that lie below the folder of the flow."""
    from flowc.ir.values import Known

    found: dict[str, bytes] = {}
    for include in flow.include_files:
        if isinstance(include.default, Known) and isinstance(include.default.value, str):
            name = _below(include.default.value)
            if name is not None and files.is_file(folder / name):
                data = files.read(folder / name)
                found[name] = _text(data) if include.is_text else data
    return found


def _below(name: str) -> str | None:
    """The name in its shortest form when it stays below the folder; a package writes nowhere else."""
    short = posixpath.normpath(name)
    return None if short.startswith(("/", "..")) or ntpath.splitdrive(short)[0] else short
