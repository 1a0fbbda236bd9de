"""What of a compile is deployed: files, and by what Airflow's answers are known to speak of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from flowc.backends.airflow.beside import package_key
from flowc.backends.airflow.config import read
from flowc.backends.airflow.dags import lower_flow
from flowc.backends.airflow.executors import delivery, executors
from flowc.backends.deployment import Wanted
from flowc.backends.protocol import Request
from flowc.diagnostics.record import record

TAG = "flowc-build:"
"""The tag of a DAG that names its build: what Airflow has parsed is told by nothing else."""


@record
class Build:
    """A DAG file and its package. `package` is "" when the DAG file names none.

    `is_fetched`: containers take it from the store.
    """

    file: str
    text: str
    dags: tuple[str, ...]
    """The ids of the DAGs of the file, the flow's own first."""
    tag: str
    digest: str
    package: str = ""
    data: bytes = b""
    is_fetched: bool = False
    sources: Mapping[str, str] = field(default_factory=dict)
    """`flow.py:12` of each step, by its name."""

    @property
    def dag(self) -> str:
        """The DAG that is triggered."""
        return self.dags[0]


def build_of(wanted: Wanted) -> Build:
    """The build that a compile has made: its first document is the DAG file."""
    document, code = wanted.documents[0], wanted.request.package
    found = re.search(rf'"({TAG}[0-9a-f]+)"', document.text)
    assert found is not None, "every DAG file has the tag of its build"
    carried = f"{code.digest}.pyz" in document.text
    return Build(
        file=document.name,
        text=document.text,
        dags=dag_ids(wanted.request),
        tag=found.group(1),
        digest=code.digest,
        package=package_key(code.digest) if carried else "",
        data=code.data,
        is_fetched=_is_fetched(wanted.request),
        sources={str(step.id): f"{step.span.file}:{step.span.line}" for step in wanted.request.flow.steps},
    )


def _is_fetched(request: Request) -> bool:
    kinds = frozenset(executors(request, read(request.settings)).values())
    return kinds != {"process"} and delivery(request, kinds) == "store"


def dag_ids(request: Request) -> tuple[str, ...]:
    """The ids of the DAGs of a flow: its own, then those of its loops."""
    dags = lower_flow(request.flow, read(request.settings).loop_bounds)
    return tuple(dag.id for dag in sorted(dags, key=lambda dag: dag.header is not None))
