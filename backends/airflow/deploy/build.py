"""What of a compile is deployed: files, and by what Airflow's answers are known to speak of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flowc.backends.airflow.deploy.dag_folder import package_key
from flowc.backends.deployment import Wanted
from flowc.diagnostics.record import record

TAG = "flowc-build:"
"""The tag of a DAG that names its build: what Airflow has parsed is told by nothing else."""


@record
class Build:
    """A DAG file and its package. `package` is "" when the package travels by other means than the DAG folder."""

    file: str
    text: str
    dags: tuple[str, ...]
    """The ids of the DAGs of the file, the flow's own first."""
    tag: str
    digest: str
    package: str = ""
    data: bytes = b""

    @property
    def dag(self) -> str:
        """The DAG that is triggered."""
        return self.dags[0]


def build_of(wanted: Wanted) -> Build:
    """The build that a compile has made: its first document is the DAG file."""
    document, code = wanted.documents[0], wanted.request.package
    words = tuple(_texts(document.text))
    key = package_key(code.digest)
    carried = key in document.text or f"{code.digest}.pyz" in document.text
    return Build(
        file=document.name,
        text=document.text,
        dags=_dag_ids(document.text),
        tag=next(word for word in words if word.startswith(TAG)),
        digest=code.digest,
        package=key if carried else "",
        data=code.data if carried else b"",
    )


def _texts(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _dag_ids(source: str) -> tuple[str, ...]:
    """The first arguments of the calls of `DAG`, in the order of the file, those of loops last."""
    found = [
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "DAG"
        if node.args and isinstance(node.args[0], ast.Constant)
    ]
    return tuple(sorted(map(str, found), key=lambda name: ("__loop_" in name, name)))
