"""Importing the flow: its class, from the folder that the code package was unpacked to."""

from __future__ import annotations

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location

from flowc.runtime_shim.dsl.flowspec import FlowSpec
from flowc.runtime_shim.names import install
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.run_record import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def import_flow(plan: Plan, folder: str) -> type[Any]:
    """The flow class. Modules beside the flow file can be imported, and so can `metaflow`: this runtime.

    The module is called as the file is, unless that name is taken, so that pickles of its classes can be read
    wherever the file can be imported. Raises `Refused` with the user's traceback when the file cannot be imported.
    """
    install()
    path = os.path.join(folder, plan.file)
    # Processes that a step spawns get this path, and nothing else: they are to find the same `metaflow`.
    for place in (os.path.join(os.path.dirname(__file__), "stand_in"), folder, os.path.dirname(path)):
        if place not in sys.path:
            sys.path.insert(0, place)
    name = module_name(path)
    module = sys.modules.get(name) or _import(name, path)
    cls = getattr(module, plan.name, None)
    if not isinstance(cls, type) or not issubclass(cls, FlowSpec):
        raise Refused(f"{plan.file} has no flow `{plan.name}`")
    return cls


def module_name(path: str) -> str:
    """The name that a flow file is imported under."""
    name = os.path.splitext(os.path.basename(path))[0]
    while name in sys.stdlib_module_names or getattr(sys.modules.get(name), "__file__", path) != path:
        name = f"flow_{name}"
    return name


def _import(name: str, path: str) -> Any:
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise Refused(f"{path} is no Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except FileNotFoundError as error:
        raise Refused(f"the code package lacks {error.filename}") from error
    except (Exception, SystemExit) as error:
        from flowc.runtime_shim.execute import user_traceback

        sys.modules.pop(name, None)
        raise Refused(f"{path} cannot be imported\n{user_traceback(error)}") from error
    return module
