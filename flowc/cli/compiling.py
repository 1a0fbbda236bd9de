"""What `flowc compile` does, apart from its command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from flowc.backends.registry import UnknownTargetError
from flowc.cli.discover import wanted
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
    beside: set[str] = field(default_factory=set)
    """Names with a folder of the target's own choosing, such as `_flowc/`: no reason to make one of the output."""


def compile_files(files: Mapping[Path, bool], making: Making) -> Outcome:
    """Read, check and emit all files, true for those that nobody named; nothing is written yet."""
    outcome = Outcome()
    folders = _folders(tuple(files))
    for path, made in make_each(files, making):
        outcome.findings += displayed_from(path.parent, wanted(made.findings, come_upon=files[path]))
        own = [name for name in made.texts if "/" not in name]
        outcome.beside.update(name for name in made.texts if "/" in name)
        for number, (name, text) in enumerate(made.texts.items()):
            free = _place_of(name, path, outcome, folders.get(path) if len(own) > 1 else None)
            outcome.texts[free] = text
            if number == 0 or making.emit != "manifest":
                outcome.main.append(free)
    return outcome


def _folders(paths: Sequence[Path]) -> Mapping[Path, str]:
    """For several files, a folder for each that has several documents: where they go depends on no other's name."""
    if len(paths) < 2:
        return {}
    stems = [path.stem for path in paths]
    return {
        path: path.stem if stems.count(path.stem) == 1 else f"{path.absolute().parent.name}.{path.stem}"
        for path in paths
    }


def _place_of(name: str, path: Path, outcome: Outcome, folder: str | None) -> str:
    if "/" in name:
        return name
    return _free_name(f"{folder}/{name}" if folder else name, path, outcome.texts)


def make_each(paths: Iterable[Path], making: Making) -> Iterator[tuple[Path, Made]]:
    """What is made of each file, each once."""
    for path in dict.fromkeys(paths):
        try:
            yield path, make(path, making)
        except UnknownTargetError as failure:
            raise click.BadParameter(str(failure), param_hint="--target") from None


def _free_name(name: str, path: Path, taken: Mapping[str, str | bytes]) -> str:
    """A name that no other flow's text has yet: two files can hold flows of one name."""
    folder, _, last = name.rpartition("/")
    begin = f"{folder}/" if folder else ""
    stem = path.stem
    candidates = [name, f"{begin}{stem}.{last}", f"{begin}{path.absolute().parent.name}.{stem}.{last}"]
    free = [candidate for candidate in candidates if candidate not in taken]
    return free[0] if free else f"{len(taken)}.{candidates[-1]}"


def deliver(outcome: Outcome, output: str, compare: bool, sources: Sequence[Path]) -> int:
    """Write the texts, or compare them with what is there. `sources` are not written over."""
    from flowc.cli.delivery import is_folder, joined, place

    texts = outcome.texts
    if not is_folder(output, len(texts) - len(outcome.beside)):
        texts = {name: texts[name] for name in outcome.main}

    if compare:
        if output == "-":
            raise click.UsageError("--check compares with a file or folder: name it with --output")
        from flowc.cli.comparison import compare_with

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
