"""`current`: what a task knows about itself."""

from __future__ import annotations

from flowc.runtime_shim.lean.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Parallel(Record):
    """`current.parallel`: the gang that a task is a member of."""

    main_ip: str
    num_nodes: int
    node_index: int
    control_task_id: str


class NoCard:
    """Stands for `current.card`: takes everything, shows nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_arguments: Any, **_options: Any) -> NoCard:
        """Whatever is shown, it is itself."""
        return self

    def __getitem__(self, _key: Any) -> NoCard:
        return self

    def __setitem__(self, _key: Any, _value: Any) -> None:
        return None


TEXTS = (
    *("flow_name", "run_id", "step_name", "task_id", "origin_run_id", "pathspec"),
    *("namespace", "username", "tempdir"),
)
OTHERS = {"retry_count": 0, "is_running_flow": False, "tags": frozenset(), "parameter_names": []}
NOTHING: Mapping[str, Any] = {**dict.fromkeys(TEXTS), **OTHERS}
"""What there is outside of a task."""


class Current:
    """Attributes as Metaflow's; those of an absent decorator raise AttributeError, and `get` gives a default."""

    def __init__(self) -> None:
        self.__dict__.update(NOTHING)

    def __contains__(self, key: str) -> bool:
        return getattr(self, key, None) is not None

    def __getattr__(self, name: str) -> Any:
        if name in ("run", "task"):
            return self._in_client(name)
        if name == "graph":
            raise RuntimeError("the graph is not available outside of a task")
        raise AttributeError(f"`current` has no {name!r} in this step")

    def _in_client(self, name: str) -> Any:
        """The client's object of this run or task; None outside of one."""
        if "_place" not in self.__dict__:
            return None
        from importlib import import_module

        try:
            client = import_module("flowc.client")  # no part of the runtime: there where flowc is installed
        except ImportError:
            raise AttributeError(
                f"`current.{name}` needs flowc's client: pip install flowc in the image"
            ) from None
        store, task = self.__dict__["_place"]
        return client.Run.at(store, task.run) if name == "run" else client.Task.at(store, task)

    def get(self, key: str, default: Any = None) -> Any:
        """The attribute, or the default where there is none."""
        return self.__dict__.get(key, default)

    def become(self, facts: Mapping[str, Any]) -> None:
        """Forget what was, know this."""
        self.__dict__.clear()
        self.__dict__.update(NOTHING)
        self.__dict__.update(facts)


current = Current()
