"""The names that flow files import, and the `metaflow` module that offers them inside a task."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

from flowc.runtime_shim.dsl.decorators import FLOW_DECORATORS, STEP_DECORATORS, marker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DSL = "flowc.runtime_shim.dsl"
PLACES = {
    "Config": f"{DSL}.parameters",
    "ConfigValue": f"{DSL}.parameters",
    "FlowMutator": f"{DSL}.user_steps",
    "FlowSpec": f"{DSL}.flowspec",
    "IncludeFile": f"{DSL}.parameters",
    "JSONType": f"{DSL}.parameters",
    "JSONTypeClass": f"{DSL}.parameters",
    "Parameter": f"{DSL}.parameters",
    "config_expr": f"{DSL}.parameters",
    "current": f"{DSL}.current",
    "StepMutator": f"{DSL}.user_steps",
    "USER_SKIP_STEP": f"{DSL}.user_steps",
    "UserStepDecorator": f"{DSL}.user_steps",
    "parallel_imap_unordered": f"{DSL}.multicore",
    "parallel_map": f"{DSL}.multicore",
    "profile": f"{DSL}.multicore",
    "step": f"{DSL}.decorators",
    "user_step_decorator": f"{DSL}.user_steps",
}
CLIENT = frozenset(
    (
        *("DataArtifact", "Flow", "Metaflow", "NBRunner", "Run", "Runner", "Step", "Task"),
        *("default_namespace", "get_metadata", "get_namespace", "namespace"),
    )
)
"""Names of the client, which is no part of the runtime: the packages of flows that import it have it, too."""
MODULES = {
    "decorators": f"{DSL}.decorators",
    "exception": f"{DSL}.exceptions",
    "current": f"{DSL}.current",
    "metaflow_current": f"{DSL}.current",
    "parameters": f"{DSL}.parameters",
    "includefile": f"{DSL}.parameters",
    "flowspec": f"{DSL}.flowspec",
    "multicore_utils": f"{DSL}.multicore",
}
"""Modules of Metaflow by the modules that stand for them."""
LAZY = {"cards": f"{DSL}.cards", "client": "flowc.client"}
"""The same for modules that are loaded when the first of their names is asked for."""
PARSERS = (
    *("conda_environment_yml_parser", "pyproject_toml_parser", "requirements_txt_parser", "yaml_parser"),
)
"""Parsers of Configs: the compiler has called them, and the values are in the package."""


def offered() -> tuple[str, ...]:
    """The names of the language."""
    return (*PLACES, *STEP_DECORATORS, *FLOW_DECORATORS, *PARSERS)


def find(name: str) -> Any:
    """What a name of the language means. Raises KeyError for any other."""
    if name in PLACES:
        return getattr(import_module(PLACES[name]), name)
    if name in STEP_DECORATORS or name in FLOW_DECORATORS or name in PARSERS:
        return marker(name)
    raise KeyError(name)


def _provided(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    try:
        return find(name)
    except KeyError:
        pass
    if name in CLIENT:
        try:
            return getattr(import_module("flowc.client"), name)
        except ImportError:
            pass
    raise ImportError(f"`{name}` of metaflow is not there: flowc runs this task, and does not provide it")


def _starred() -> list[str]:
    """What `from metaflow import *` gives: the client only where flowc is installed."""
    from importlib.util import find_spec

    return [*offered(), "cards", *(CLIENT if find_spec("flowc.client") else ())]


class _NoOther:
    """Refuses modules of Metaflow that nothing stands for, so that an installed Metaflow is not half loaded."""

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> None:
        if name.startswith("metaflow."):
            raise ModuleNotFoundError(
                f"`{name}` is not there: flowc runs this task, and does not provide it", name=name
            )


def install() -> None:
    """Make `import metaflow` mean this runtime, whether Metaflow is installed or not."""
    if isinstance(sys.modules.get("metaflow"), _Metaflow):
        return
    module = _Metaflow("metaflow", "Metaflow's names, as flowc provides them inside a task.")
    sys.modules["metaflow"] = module
    for name, place in MODULES.items():
        sys.modules[f"metaflow.{name}"] = import_module(place)
        if name != "current":  # `from metaflow import current` means the object
            vars(module)[name] = sys.modules[f"metaflow.{name}"]
    for name, place in LAZY.items():
        lazy = sys.modules[f"metaflow.{name}"] = vars(module)[name] = _Lazy(f"metaflow.{name}")
        lazy.__dict__["_place"] = place
    vars(module)["__path__"] = []
    sys.meta_path.insert(0, _NoOther())


class _Lazy(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        return getattr(import_module(self.__dict__["_place"]), name)


class _Metaflow(ModuleType):
    def __getattr__(self, name: str) -> Any:
        value = _starred() if name == "__all__" else _provided(name)
        self.__dict__[name] = value
        return value
