"""`flowc lint-manifest`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flowc.cli.guard import guarded
from flowc.cli.printing import report
from flowc.cli.reading import output_format_option
from flowc.diagnostics import Finding, error
from flowc.diagnostics.span import whole_file


@click.command("lint-manifest", short_help="Check the references of a manifest.")
@click.argument("manifests", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@output_format_option
@guarded
def command(manifests: tuple[Path, ...], output_format: str) -> int:
    """Check Argo manifests, flowc's or anybody's: templates, tasks, `depends`, parameters, outputs, names."""
    findings: list[Finding] = []
    for path in manifests:
        findings += _findings(path)
    return report(
        findings, [path.as_posix() for path in manifests], output_format, sys.stdout, say_when_clean=True
    )


def _findings(path: Path) -> tuple[Finding, ...]:
    from flowc.backends.argo.lint import lint_manifest

    name = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as failure:
        return (error("FLOW002", whole_file(name), f"the manifest is not UTF-8: {failure.reason}"),)
    except OSError as failure:
        return (error("FLOW008", whole_file(name), f"the manifest cannot be read: {failure.strerror}"),)
    return lint_manifest(text, name)
