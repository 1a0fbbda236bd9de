"""Reading results: `Metaflow()`, `Flow`, `Run`, `Step`, `Task`, `DataArtifact`, lazily, from any store.

    from flowc.client import Flow
    Flow("HelloFlow").latest_successful_run.data.message

The names and attributes are those of Metaflow's client. A task's id is its path: `HelloFlow/17/work/r.3`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowc.client.artifact import DataArtifact
    from flowc.client.code import MetaflowCode
    from flowc.client.errors import MetaflowNamespaceMismatch, MetaflowNotFound
    from flowc.client.flow import Flow, Metaflow
    from flowc.client.namespaces import default_namespace, get_metadata, get_namespace, namespace
    from flowc.client.notebook import NBRunner
    from flowc.client.run import Run
    from flowc.client.runner import Runner
    from flowc.client.step import Step
    from flowc.client.task import Task

__all__ = [
    "DataArtifact",
    "Flow",
    "Metaflow",
    "MetaflowCode",
    "MetaflowNamespaceMismatch",
    "MetaflowNotFound",
    "NBRunner",
    "Run",
    "Runner",
    "Step",
    "Task",
    "default_namespace",
    "get_metadata",
    "get_namespace",
    "namespace",
]

_PLACES = {
    "DataArtifact": "artifact",
    "Flow": "flow",
    "Metaflow": "flow",
    "MetaflowCode": "code",
    "MetaflowNamespaceMismatch": "errors",
    "MetaflowNotFound": "errors",
    "NBRunner": "notebook",
    "Run": "run",
    "Runner": "runner",
    "Step": "step",
    "Task": "task",
    "default_namespace": "namespaces",
    "get_metadata": "namespaces",
    "get_namespace": "namespaces",
    "namespace": "namespaces",
}
"""Names to modules of this folder: each is loaded when it is first asked for."""


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module 'flowc.client' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"flowc.client.{_PLACES[name]}"), name)
