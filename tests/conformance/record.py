"""`docs/conformance/<engine>.json`: what passed, each with the hash of all that it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flowc.frontend.files import Files
from flowc.package.build import build_package
from flowc.package.plan import plan_of
from flowc.pipeline.options import Options
from flowc.pipeline.read import read_unit
from tests.conformance.cases import Case

DOCS = Path(__file__).resolve().parents[2] / "docs" / "conformance"


def record_file(engine: str) -> Path:
    """Where the record of an engine is."""
    return DOCS / f"{engine}.json"


def read_record(engine: str) -> Mapping[str, Mapping[str, Any]]:
    """The entries of an engine by the case's id; empty when there is no record."""
    path = record_file(engine)
    if not path.is_file():
        return {}
    cases: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return cases


def write_record(engine: str, cases: Mapping[str, Mapping[str, Any]]) -> None:
    """Replace the record of an engine."""
    DOCS.mkdir(parents=True, exist_ok=True)
    document = {"engine": engine, "cases": dict(sorted(cases.items()))}
    record_file(engine).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def digest_of(case: Case, engine: str) -> str:
    """The hash of the manifest, the package, the engine and the case. The plan is what the local engine walks."""
    parts = [engine, _expectation(case), *_manifest(case.file, engine), *_plans(case.file)]
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


@cache
def _plans(file: Path) -> list[Any]:
    """The plan and the package of each flow of a file."""
    unit = read_unit(file, Options(use_cache=False))
    parts: list[Any] = []
    for flow in unit.flows:
        parts += [plan_of(flow), build_package(flow, unit.folder, unit.files, Files()).digest]
    return parts


def engine_module(engine: str) -> str:
    """`airflow-2.11` is in the folder `airflow_2_11`."""
    return engine.replace("-", "_").replace(".", "_")


def _manifest(file: Path, engine: str) -> list[Any]:
    """What the engine's own adapter says that a run of the file rests on: its `MANIFEST`, if there is one."""
    name = f"tests.engines.{engine_module(engine)}"
    if engine == "local" or find_spec(name) is None:
        return []
    found: list[Any] = getattr(import_module(f"{name}.adapter"), "MANIFEST", lambda _file: [])(file)
    return found


def _expectation(case: Case) -> dict[str, Any]:
    hooks = {"hooks": list(case.hooks)} if case.hooks else {}
    return {
        "id": case.id,
        "status": case.status,
        "parameters": dict(case.parameters),
        "failed": list(case.failed),
        "tasks": dict(case.tasks),
        "attempts": dict(case.attempts),
        "artifacts": {step: dict(values) for step, values in case.artifacts.items()},
        **hooks,
    }
