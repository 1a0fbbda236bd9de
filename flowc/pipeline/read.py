"""Read and check one flow file, from the cache when nothing it depends on has changed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from flowc.config import Configuration, load_configuration
from flowc.config.check import version
from flowc.diagnostics import Finding
from flowc.frontend import Files, FrontendOptions, Loaded
from flowc.package.packaged_file import PackagedFile
from flowc.pipeline.options import Options
from flowc.pipeline.unit import Unit, has_errors

DEFAULT_PYTHON = (3, 12)
"""The Python of the containers when nobody says otherwise."""


def read_unit(path: Path, options: Options, files: Files | None = None) -> Unit:
    """The flows of a file with every finding of the frontend and the rules. Raises for no fault of the user's.

    `files` logs what is read, beside what the unit itself says it rests on.
    """
    files = files or Files()
    configuration = load_configuration(
        path.absolute(), environment=options.environment, profile=options.profile, files=files
    )
    settings = {**configuration.values, **options.settings}
    if has_errors(configuration.findings):
        unit = Unit(path=path, flows=(), findings=(), files=(), settings=settings, accesses=files.accesses())
    else:
        frontend = _frontend_options(path, options, configuration, settings)
        unit = _cached(path, options, settings, (frontend, files))
    return replace(unit, findings=(*configuration.findings, *unit.findings))


def _cached(
    path: Path, options: Options, settings: Mapping[str, Any], work: tuple[FrontendOptions, Files]
) -> Unit:
    from flowc.cache import Cache
    from flowc.cache.identity import identity
    from flowc.cache.store import digest
    from flowc.pipeline.cached_unit import decode_unit, encode_unit

    frontend, files = work
    if not options.use_cache:
        return _unit(path, settings, _answer(path, frontend, files), files)
    cache = Cache.default(dict(options.environment))
    request = digest(
        [identity(), str(path.absolute()), _plain(frontend), dict(settings), dict(options.environment)]
    )
    kept = cache.get(request)
    if kept is not None:
        return decode_unit(kept, path, settings)
    unit = _unit(path, settings, _answer(path, frontend, files), files)
    cache.put(request, files.accesses(), encode_unit(unit))
    return unit


def _plain(options: FrontendOptions) -> Any:
    plain = asdict(options)
    plain["search_paths"] = [str(path) for path in options.search_paths]
    return plain


_Answer = tuple[Loaded, tuple[Any, ...], tuple[Finding, ...]]


def _answer(path: Path, options: FrontendOptions, files: Files) -> _Answer:
    """Read, analyse and check: the expensive part."""
    from flowc.frontend import load
    from flowc.ir.analyse import analyse
    from flowc.ir.check import check

    loaded = load(path.absolute(), options, files)
    analyses = [analyse(flow) for flow in loaded.flows]
    findings = [*loaded.findings, *(finding for analysis in analyses for finding in check(analysis))]
    return loaded, tuple(analysis.flow for analysis in analyses), _suppressed(findings, loaded)


def _suppressed(findings: Sequence[Finding], loaded: Loaded) -> tuple[Finding, ...]:
    from flowc.diagnostics.render.report import in_order

    if not loaded.suppressions:
        return in_order(findings)
    from flowc.frontend.suppressions import suppress
    from flowc.ir.rules import RULES

    known = [rule.code for rule in RULES]
    ignorable = [rule.code for rule in RULES if rule.ignorable]
    return in_order(suppress(findings, loaded.suppressions, known=known, ignorable=ignorable))


def _unit(path: Path, settings: Mapping[str, Any], answer: _Answer, log: Files) -> Unit:
    loaded, flows, findings = answer
    files = tuple(
        PackagedFile(path=file.path, source=file.source_path, reason=file.reason) for file in loaded.closure
    )
    return Unit(
        path=path,
        flows=tuple(replace(flow, empty_foreach=settings.get("empty-foreach", "join")) for flow in flows),
        findings=findings,
        files=files,
        settings=settings,
        accesses=log.accesses(),
    )


def _frontend_options(
    path: Path, options: Options, configuration: Configuration, settings: Mapping[str, Any]
) -> FrontendOptions:
    base = configuration.folder or Path.cwd()
    configured = {name: base / str(file) for name, file in dict(settings.get("configs", {})).items()}
    given = {name: Path(file).absolute() for name, file in options.config_files.items()}
    root = path.absolute().parent
    return FrontendOptions(
        flow=options.flow,
        defines={**dict(settings.get("defines", {})), **options.defines},
        search_paths=tuple((base / str(folder)).resolve() for folder in settings.get("search-paths", ())),
        config_files={name: _from(root, file) for name, file in {**configured, **given}.items()},
        config_values=options.config_values,
        target_python=target_python(settings),
    )


def _from(root: Path, file: Path) -> str:
    """The path of a file as it is named from the folder of the flow, so that it is the same in every checkout."""
    try:
        return Path(os.path.relpath(file, root)).as_posix()
    except ValueError:  # on another drive
        return file.as_posix()


def target_python(settings: Mapping[str, Any]) -> tuple[int, int]:
    """The version of Python in the containers."""
    return version(str(settings.get("target-python", ""))) or DEFAULT_PYTHON
