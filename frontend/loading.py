"""From a flow file to everything that is known of it: the way into the frontend."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flowc.diagnostics import Finding
from flowc.frontend.classes import ClassInfo, flow_classes, mro
from flowc.frontend.closure import import_closure
from flowc.frontend.files import Files
from flowc.frontend.flow_builder import build_flow
from flowc.frontend.flow_choice import choose_flow, started_flows
from flowc.frontend.main_guard import guarded_work
from flowc.frontend.modules import Modules
from flowc.frontend.options import FrontendOptions, Loaded
from flowc.frontend.parameters.config import ConfigSources
from flowc.frontend.path_changes import followed_folders
from flowc.frontend.source import Source
from flowc.ir.flow import Flow


def load_file(path: Path, options: FrontendOptions, files: Files) -> Loaded:
    """Reads a flow file and all it needs; never raises for what is in the files."""
    path = Path(path)
    root = path.parent
    modules = Modules(
        root,
        files,
        search_paths=options.search_paths,
        target_python=options.target_python,
        defines=options.defines,
    )
    source = modules.open(path)
    if source is None:
        return Loaded(root=root, file=path.name, flows=(), findings=_once(modules.findings))
    modules.search(followed_folders(source, modules))
    sources = ConfigSources(
        root=root, files=files, given_files=options.config_files, given_values=options.config_values
    )
    classes, findings = _chosen(source, modules, options.flow)
    flows: list[Flow] = []
    for info in classes:
        if bases := mro(info, modules).findings:
            findings.extend(bases)  # without an order of bases, nothing more can be said of the class
            continue
        flow, found = build_flow(info, modules, sources)
        flows.append(flow)
        findings.extend(found)
    closure = import_closure(source, modules)
    findings.extend(guarded_work(source, frozenset(info.name for info in classes)))
    return Loaded(
        root=root,
        file=source.file,
        flows=tuple(flows),
        findings=_once([*modules.findings, *findings, *closure.findings]),
        closure=closure.files,
        suppressions=modules.suppressions,
        roots=modules.roots,
        opened=closure.opened,
    )


def _chosen(
    source: Source, modules: Modules, name: str | None
) -> tuple[tuple[ClassInfo, ...], list[Finding]]:
    classes = flow_classes(source, modules)
    if name is None and classes and len(started_flows(source, modules)) != 1:
        return classes, []
    chosen = choose_flow(source, modules, name)
    return ((), [chosen]) if isinstance(chosen, Finding) else ((chosen,), [])


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, in the order of the source."""
    unique: list[Finding] = []
    seen: set[tuple[object, ...]] = set()
    for finding in findings:
        key = (finding.code, finding.span, finding.message)
        if key not in seen:
            seen.add(key)
            unique.append(finding)
    return tuple(sorted(unique, key=lambda finding: (finding.span, finding.code, finding.message)))
