"""Attributes of a flow object that are not artifacts."""

from __future__ import annotations

FLOW_API = frozenset(
    (
        "cmd",
        "foreach_stack",
        "index",
        "input",
        "merge_artifacts",
        "name",
        "next",
        "script_name",
        "_cached_input",
        "_current_step",
        "_datastore",
        "_flow_decorators",
        "_flow_mutators",
        "_flow_state",
        "_foreach_num_splits",
        "_foreach_stack",
        "_foreach_values",
        "_foreach_var",
        "_graph",
        "_steps",
        "_success",
        "_task_ok",
        "_transition",
        "_unbounded_foreach",
        "_parallel_ubf_iter",
        "_control_mapper_tasks",
        "_control_task_is_mapper_zero",
        "_catch_exception",
        "_exception",
    )
)
"""What `FlowSpec` itself provides, and Metaflow's own bookkeeping (`metaflow/flowspec.py` 2.19)."""

_QUIET_DUNDERS = frozenset(("__class__", "__doc__", "__module__", "__name__", "__repr__", "__str__"))


def is_artifact(name: str) -> bool:
    """Whether `self.name` is an artifact, as far as the name tells."""
    return name not in FLOW_API and not (name.startswith("__") and name.endswith("__"))


def is_magic(name: str) -> bool:
    """Whether `self.name` (`__dict__`, `__setattr__`, ...) gives access to all artifacts at once."""
    return name.startswith("__") and name.endswith("__") and name not in _QUIET_DUNDERS
