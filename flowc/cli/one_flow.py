"""Commands about exactly one flow: read it, or report why not."""

from __future__ import annotations

import sys
from pathlib import Path

from flowc.cli.exits import NoFlow
from flowc.cli.printing import displayed_from, report
from flowc.ir.flow import Flow
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from flowc.pipeline.several import several_flows
from flowc.pipeline.unit import Unit


def one_flow(path: Path, options: Options) -> tuple[Unit, Flow]:
    """The one flow of a file. Its own findings do not matter here, unless there is no flow at all.

    Raises `NoFlow` when there is not one.
    """
    unit = read_unit(path, options)
    if len(unit.flows) == 1:
        return unit, unit.flows[0]
    findings = list(unit.findings)
    if len(unit.flows) > 1:
        findings.append(several_flows(unit))
    report(displayed_from(unit.folder, findings), [path.as_posix()], "full", sys.stderr)
    raise NoFlow
