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
from flowc.diagnostics.record import record
from flowc.frontend import Files, FrontendOptions, Loaded
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
        unit = _cached(
            _Work(
                path=path,
                options=options,
                configuration=configuration,
                settings=settings,
                frontend=frontend,
                files=files,
            )
        )
    return replace(unit, findings=(*configuration.findings, *unit.findings))


@record
class _Work:
    """One flow file with all that says how to read it."""

    path: Path
    options: Options
    configuration: Configuration
    settings: Mapping[str, Any]
    frontend: FrontendOptions
    files: Files


def _cached(work: _Work) -> Unit:
    from flowc.cache import Cache
    from flowc.cache.identity import identity
    from flowc.cache.store import digest
    from flowc.pipeline.cached_unit import decode_unit, encode_unit

    options, settings = work.options, work.settings
    if not options.use_cache:
        return _unit(work)
    cache = Cache.default(dict(options.environment))
    request = digest(
        [
            identity(),
            str(work.path.absolute()),
            _plain(work.frontend),
            dict(settings),
            dict(options.environment),
        ]
    )
    kept = cache.get(request)
    if kept is not None:
        return decode_unit(kept, work.path, settings)
    unit = _unit(work)
    cache.put(request, work.files.accesses(), encode_unit(unit))
    return unit


def _plain(options: FrontendOptions) -> Any:
    plain = asdict(options)
    plain["search_paths"] = [str(path) for path in options.search_paths]
    return plain


def _unit(work: _Work) -> Unit:
    """Read, analyse and check: the expensive part."""
    from flowc.frontend import load
    from flowc.ir.analyse import analyse
    from flowc.ir.check import check
    from flowc.pipeline.data_files import asked_of, data_files

    loaded = load(work.path.absolute(), work.frontend, work.files)
    analyses = [analyse(flow) for flow in loaded.flows]
    flows = tuple(analysis.flow for analysis in analyses)
    data = data_files(loaded, flows, asked_of(work.configuration, work.settings, work.path), work.files)
    checked = (finding for analysis in analyses for finding in check(analysis))
    return Unit(
        path=work.path,
        flows=tuple(
            replace(flow, empty_foreach=work.settings.get("empty-foreach", "join")) for flow in flows
        ),
        findings=_suppressed([*loaded.findings, *checked, *data.findings], loaded),
        files=data.files,
        settings=work.settings,
        accesses=work.files.accesses(),
    )


def _suppressed(findings: Sequence[Finding], loaded: Loaded) -> tuple[Finding, ...]:
    from flowc.diagnostics.render.report import in_order

    if not loaded.suppressions:
        return in_order(findings)
    from flowc.frontend.suppressions import suppress
    from flowc.ir.rules import RULES

    known = [rule.code for rule in RULES]
    ignorable = [rule.code for rule in RULES if rule.ignorable]
    return in_order(suppress(findings, loaded.suppressions, known=known, ignorable=ignorable))


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
