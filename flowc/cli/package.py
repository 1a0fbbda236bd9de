"""`flowc package`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from flowc.cli.exits import MISUSE, OK
from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, reading_options

ABOUT_THE_PACKAGE = ("FLOW009", "FLOW042", "FLOW244")
"""Findings about what it has and what it lacks."""


@click.command("package", short_help="List or write the code package of a flow.")
@click.argument("flow_file", type=click.Path(path_type=Path), metavar="FLOW")
@click.option("-o", "--output", metavar="FILE", help="Write the package here.")
@click.option(
    "--list", "listed", is_flag=True, help="List the files and write nothing; what is done without --output."
)
@reading_options
@guarded
def command(flow_file: Path, **arguments: Any) -> int:
    """List the files of a flow's code package, each with the reason why it is taken, and the package's hash."""
    from io import BytesIO
    from zipfile import ZipFile

    from flowc.cli.one_flow import one_flow
    from flowc.cli.printing import displayed_from, report
    from flowc.frontend.files import Files
    from flowc.package.build import build_package
    from flowc.pipeline.output import write_all

    output = arguments.pop("output")
    if arguments.pop("listed") and output is not None:
        raise click.UsageError("--list writes nothing, so --output has no place beside it.")
    unit, flow = one_flow(flow_file, options_from(arguments))
    said = [finding for finding in unit.findings if finding.code in ABOUT_THE_PACKAGE]
    if said:
        report(displayed_from(unit.folder, said), [flow_file.as_posix()], "full", sys.stderr)
    package = build_package(flow, unit.folder, unit.files, Files())
    with ZipFile(BytesIO(package.data)) as packed:
        names = [name.removeprefix("src/") for name in packed.namelist() if name.startswith("src/")]
    reasons = {file.path: file.reason for file in unit.files}
    for name in sorted(names, key=[*reasons, *names].index):
        sys.stdout.write(f"{name}  {reasons.get(name, 'the default of an IncludeFile')}\n")
    sys.stdout.write(f"sha256 {package.digest}, {len(package.data)} bytes\n")
    if output is None:
        return OK
    try:
        write_all({Path(output): package.data}, [flow_file])
    except OSError as failure:
        sys.stderr.write(f"error: cannot write the package: {failure}\n")
        return MISUSE
    return OK
