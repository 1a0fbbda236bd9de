"""`flowc check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from flowc.cli.guard import guarded
from flowc.cli.printing import displayed_from, report
from flowc.cli.reading import options_from, reading_options
from flowc.diagnostics import Finding
from flowc.diagnostics.render import FORMATS
from flowc.pipeline.make import raised
from flowc.pipeline.read import read_unit
from flowc.pipeline.unit import Unit, has_errors


@click.command("check", short_help="Report all findings of all flows at once.")
@click.argument("flow_files", nargs=-1, metavar="[FILES]...", type=click.Path(path_type=Path))
@click.option("--target", metavar="TARGET", help="Also report what this target cannot do.")
@click.option(
    "--output-format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    default="full",
    help="How to print findings.",
)
@click.option("--strict", "is_strict", is_flag=True, help="Warnings count as errors.")
@reading_options
@guarded
def command(flow_files: tuple[Path, ...], **arguments: Any) -> int:
    """Report all findings of all flows of all files at once.

    Folders stand for the flow files below them; without FILES, the current folder.
    """
    target = arguments.pop("target")
    format_name, is_strict = arguments.pop("format_name"), arguments.pop("is_strict")
    options = options_from(arguments)
    findings: list[Finding] = []
    files: list[str] = []
    for path in flow_paths(flow_files or (Path(),)):
        unit = read_unit(path, options)
        found = (*unit.findings, *(_of_target(unit, target) if target else ()))
        wanted = is_strict or bool(unit.settings.get("strict"))
        findings += displayed_from(unit.folder, raised(found) if wanted else found)
        files.append(path.as_posix())
    status = report(findings, files, format_name, sys.stdout)
    if not findings and format_name == "full":
        sys.stderr.write(f"no findings in {len(files)} file{'' if len(files) == 1 else 's'}\n")
    return status


def flow_paths(given: Sequence[Path]) -> Iterator[Path]:
    """The files to check: files as given, and below folders every Python file that speaks of a FlowSpec."""
    for path in given:
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*.py")):
            hidden = any(
                part.startswith(".") or part == "__pycache__" for part in found.relative_to(path).parts
            )
            if not hidden and b"FlowSpec" in _content(found):
                yield found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b"FlowSpec"  # unreadable: let the frontend say so


def _of_target(unit: Unit, target: str) -> tuple[Finding, ...]:
    from flowc.backends.registry import UnknownTargetError, resolve
    from flowc.pipeline.emit import Target, check_target

    try:
        backend, profile = resolve(target)
    except UnknownTargetError as failure:
        raise click.BadParameter(str(failure), param_hint="--target") from None
    if has_errors(unit.findings):
        return ()
    return check_target(unit, Target(backend=backend, profile=profile))
