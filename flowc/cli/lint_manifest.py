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

MAX_BYTES = 3_000_000
"""Kubernetes keeps objects of up to 1 MiB; reading YAML takes some seconds for each MB."""


@click.command("lint-manifest", short_help="Check the references of a manifest.")
@click.argument("manifests", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@output_format_option
@guarded
def command(manifests: tuple[Path, ...], output_format: str) -> int:
    """Check Argo manifests, flowc's or anybody's: templates, tasks, `depends`, parameters, outputs, names.

    FILE `-` is what comes from stdin.
    """
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
        data = _read(path)
        if len(data) > MAX_BYTES:
            return (_too_large(name),)
        text = data.decode("utf-8")
    except UnicodeDecodeError as failure:
        return (error("FLOW002", whole_file(name), f"the manifest is not UTF-8: {failure.reason}"),)
    except OSError as failure:
        return (error("FLOW008", whole_file(name), f"the manifest cannot be read: {failure.strerror}"),)
    return lint_manifest(text, name)


def _read(path: Path) -> bytes:
    """The file as far as it may be long, and one byte more when it is longer."""
    if path == Path("-"):
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _too_large(name: str) -> Finding:
    return error(
        "FLOW003",
        whole_file(name),
        f"the manifest is larger than {MAX_BYTES / 1e6:.0f} MB",
        help="split the file: Kubernetes keeps no object of more than 1 MiB",
    )
