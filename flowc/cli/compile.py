"""`flowc compile`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from flowc.cli.exits import OK
from flowc.cli.guard import guarded
from flowc.cli.printing import report
from flowc.cli.reading import options_from, output_format_option, reading_options, target_options

EMITS = ("manifest", "ir", "ir-json", "rbac")


@click.command("compile", short_help="Compile flows to an orchestrator's manifest.")
@click.argument("given", nargs=-1, required=True, metavar="FLOW...", type=click.Path(path_type=Path))
@click.option(
    "--target", metavar="TARGET", help="argo, step-functions or airflow, or a version such as argo@3.6."
)
@click.option("-o", "--output", metavar="FILE|DIR|-", default="-", help="Where to write; - is stdout.")
@click.option("--emit", type=click.Choice(EMITS), default="manifest", help="What to print.")
@click.option("--check", "compare", is_flag=True, help="Compare with the output that exists; write nothing.")
@click.option(
    "--package",
    type=click.Choice(["inline", "external"]),
    default="inline",
    help="Whether the code package is part of the output.",
)
@click.option("--strict", is_flag=True, help="Warnings stop the compile.")
@output_format_option
@target_options
@reading_options
@guarded
def command(given: tuple[Path, ...], **arguments: Any) -> int:
    """Compile flows to the manifest of an orchestrator, without running them.

    The manifest goes to stdout, findings go to stderr. Nothing is written when there is an error.
    A folder stands for the flow files below it.
    """
    from flowc.cli.compiling import compile_files, deliver
    from flowc.cli.discover import flow_files
    from flowc.pipeline.make import Making

    target = arguments.pop("target") or _target_in_profile(arguments["profile"])
    emit = arguments.pop("emit")
    if target is None and emit in ("manifest", "rbac"):
        from flowc.backends.registry import targets

        raise click.UsageError(f"say what to compile for: --target {'|'.join(targets())}")
    format_name = arguments.pop("output_format")
    output, compare = arguments.pop("output"), arguments.pop("compare")
    making = Making(
        target=target,
        emit=emit,
        external=arguments.pop("package") == "external",
        strict=arguments.pop("strict"),
        options=options_from(arguments),
    )
    files = flow_files(given)
    if not files:
        raise click.UsageError(f"no flow file is below {', '.join(map(str, given))}")
    outcome = compile_files(files, making)
    status = report(outcome.findings, [path.as_posix() for path in files], format_name, sys.stderr)
    if status == OK:
        return deliver(outcome, output, compare, tuple(files))
    return status


def _target_in_profile(profile: str | None) -> str | None:
    """`--profile argo@3.6` names a target too."""
    return profile if profile is not None and "@" in profile else None
