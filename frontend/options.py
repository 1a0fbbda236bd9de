"""What a compile is told beside the flow file, and what it gets back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from flowc.diagnostics import Finding
from flowc.diagnostics.record import record

if TYPE_CHECKING:
    from flowc.frontend.closure import ClosureFile
    from flowc.frontend.opened_files import OpenedFile
    from flowc.frontend.suppressions import Suppression
    from flowc.ir.flow import Flow
    from flowc.ir.values import Json


@record
class FrontendOptions:
    """Settings of the frontend.

    `flow`: the flow class to read (None: all of the file). `defines`: `--define NAME=value`. `search_paths`:
    further folders to look for modules in. `config_files` and `config_values`: what `--config` and `--config-value`
    give, by the name of the Config. `target_python`: the Python that runs the steps.
    """

    flow: str | None = None
    defines: Mapping[str, Json] = field(default_factory=dict)
    search_paths: tuple[Path, ...] = ()
    config_files: Mapping[str, str] = field(default_factory=dict)
    config_values: Mapping[str, Json] = field(default_factory=dict)
    target_python: tuple[int, int] = (3, 12)


@record
class Loaded:
    """What the frontend read. `root` is the folder of the flow file, `file` the flow file's name in it.

    `closure` are the local files that have to travel with the flow, `roots` the folders that they were looked for
    in, `opened` the files that their code opens.
    """

    root: Path
    file: str
    flows: tuple[Flow, ...]
    findings: tuple[Finding, ...]
    closure: tuple[ClosureFile, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    roots: tuple[Path, ...] = ()
    opened: tuple[OpenedFile, ...] = ()
