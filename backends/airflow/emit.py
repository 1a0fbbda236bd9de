"""A request to the DAG file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flowc.backends.airflow.dags import lower_flow
from flowc.backends.airflow.file import dag_file
from flowc.backends.airflow.names import dag_id
from flowc.backends.protocol import Document, Request

TEMPLATES = Path(__file__).with_name("templates")


def dag_document(request: Request) -> Document:
    """The DAG file. Its tag `flowc-build` tells two builds apart, settings and templates included."""
    from flowc.backends.airflow.config import read

    own = read(request.settings)
    dags = lower_flow(request.flow, own.loop_bounds)
    values = dag_file(request, own, dags)
    draft = _render(values)
    build = hashlib.sha256(draft.encode()).hexdigest()[:12]
    name = f"{dag_id(request.flow)}.py"
    return Document(name=name, text=_render({**values, "tags": [*values["tags"], f"flowc-build:{build}"]}))


def _render(values: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from flowc.backends.airflow.literals import literal, pretty, text

    environment = Environment(  # noqa: S701 - it makes Python, of literals
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(text=text, literal=literal, pretty=pretty, pytuple=_tuple)
    return environment.get_template("dag.py.j2").render(values)


def _tuple(values: Sequence[str]) -> str:
    from flowc.backends.airflow.literals import text

    lines: list[str] = []
    for value in map(text, values):
        if lines and len(lines[-1]) + len(value) < 100:
            lines[-1] += f", {value}"
        else:
            lines.append(f"    {value}")
    return "(\n" + ",\n".join(lines) + ",\n)"
