"""What `flowc compile` does, apart from its command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from flowc.backends.registry import UnknownTargetError
from flowc.cli.exits import MISUSE, OK
from flowc.cli.printing import displayed_from
from flowc.diagnostics import Finding
from flowc.pipeline.make import Made, Making, make


@dataclass(slots=True, kw_only=True)
class Outcome:
    """Findings as displayed, and texts (or bytes) by the name of the file they would go to."""

    findings: list[Finding] = field(default_factory=list)
    texts: dict[str, str | bytes] = field(default_factory=dict)
    main: list[str] = field(default_factory=list)
    """Names of the texts that go to stdout or into one file: of each flow the first, the manifest."""


def compile_files(paths: Sequence[Path], making: Making) -> Outcome:
    """Read, check and emit all files; nothing is written yet."""
    outcome = Outcome()
    for path, made in make_each(paths, making):
        outcome.findings += displayed_from(path.parent, made.findings)
        for number, (name, text) in enumerate(made.texts.items()):
            free = name if "/" in name else _free_name(name, path, outcome.texts)
            outcome.texts[free] = text
            if number == 0 or making.emit != "manifest":
                outcome.main.append(free)
    return outcome


def make_each(paths: Iterable[Path], making: Making) -> Iterator[tuple[Path, Made]]:
    """What is made of each file, each once."""
    for path in dict.fromkeys(paths):
        try:
            yield path, make(path, making)
        except UnknownTargetError as failure:
            raise click.BadParameter(str(failure), param_hint="--target") from None


def _free_name(name: str, path: Path, taken: Mapping[str, str | bytes]) -> str:
    """A name that no other flow's text has yet: two files can hold flows of one name."""
    candidates = [name, f"{path.stem}.{name}", f"{path.absolute().parent.name}.{path.stem}.{name}"]
    free = [candidate for candidate in candidates if candidate not in taken]
    return free[0] if free else f"{len(taken)}.{candidates[-1]}"


def deliver(outcome: Outcome, output: str, compare: bool, sources: Sequence[Path]) -> int:
    """Write the texts, or compare them with what is there. `sources` are not written over."""
    from flowc.cli.delivery import compare_with, is_folder, joined, place

    texts = outcome.texts
    if not is_folder(output, sum("/" not in name for name in texts)):
        texts = {name: texts[name] for name in outcome.main}

    if compare:
        if output == "-":
            raise click.UsageError("--check compares with a file or folder: name it with --output")
        return compare_with(place(texts, output))
    if output == "-":
        sys.stdout.write(joined(texts))
        sys.stdout.flush()
        return OK
    from flowc.pipeline.output import write_all

    try:
        write_all(place(texts, output), sources)
    except OSError as failure:
        sys.stderr.write(f"error: cannot write {failure.filename or output}: {failure.strerror}\n")
        return MISUSE
    return OK
