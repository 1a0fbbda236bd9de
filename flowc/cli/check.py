"""`flowc check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from flowc.cli.guard import guarded
from flowc.cli.reading import options_from, output_format_option, reading_options
from flowc.diagnostics import Finding


@click.command("check", short_help="Report all findings of all flows at once.")
@click.argument("given", nargs=-1, metavar="[FILES]...", type=click.Path(path_type=Path))
@click.option("--target", metavar="TARGET", help="Also report what this target cannot do.")
@output_format_option
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@reading_options
@guarded
def command(given: tuple[Path, ...], **arguments: Any) -> int:
    """Report all findings of all flows of all files at once.

    Folders stand for the flow files below them; without FILES, the current folder.
    """
    from flowc.cli.compiling import make_each
    from flowc.cli.discover import flow_files, wanted
    from flowc.cli.printing import displayed_from, report
    from flowc.pipeline.make import Making

    format_name = arguments.pop("output_format")
    making = Making(
        emit="check",
        target=arguments.pop("target"),
        external=True,
        strict=arguments.pop("strict"),
        options=options_from(arguments),
    )
    files = flow_files(given or (Path(),))
    findings: list[Finding] = []
    for path, made in make_each(files, making):
        findings += displayed_from(path.parent, wanted(made.findings, come_upon=files[path]))
    names = [path.as_posix() for path in files]
    return report(findings, names, format_name, sys.stdout, say_when_clean=True)
