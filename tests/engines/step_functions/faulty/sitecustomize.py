"""Run by Python as it starts, when a test has put this folder on its path: containers of one step are killed.

The runtime has no fault points of its own. This waits until its module that runs steps is imported, and wraps it.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

TARGET = "flowc.runtime_shim.execute"


class _Finder:
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name == TARGET else None
        if spec is not None and spec.loader is not None:
            original = spec.loader.exec_module

            def load(module: ModuleType) -> None:
                original(module)
                _wrap(module)

            spec.loader.exec_module = load  # type: ignore[method-assign]
        return spec


def _wrap(module: ModuleType) -> None:
    execute = module.execute

    def dying(flow: Any, state: Any, inputs: Any, attempt: int) -> Any:
        if state.step.name == os.environ.get("FAULT_KILL_CONTAINER") and attempt == 0:
            os.kill(os.getsid(0), signal.SIGKILL)  # the first process of the container; the rest goes with it
            signal.pause()
        return execute(flow, state, inputs, attempt)

    module.execute = dying  # type: ignore[attr-defined]


sys.meta_path.insert(0, _Finder())  # type: ignore[arg-type]
