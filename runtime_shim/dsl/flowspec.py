"""`FlowSpec`: attributes are artifacts, loaded when they are first read."""

from __future__ import annotations

import sys
from types import FunctionType, MethodType

from flowc.runtime_shim.dsl import merge, transitions
from flowc.runtime_shim.dsl.parameters import ReadOnly
from flowc.runtime_shim.dsl.state import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

NOT_ARTIFACTS = (MethodType, FunctionType, ReadOnly)
NOT_CONSTANTS = (*NOT_ARTIFACTS, property, type)


class FlowSpec:
    """Base class of flows."""

    def __init__(self, use_cli: bool = True) -> None:
        if use_cli:
            _as_program(type(self))
        # An attribute, so that steps can set it; as in Metaflow, the next step finds the name of the flow again.
        self.__dict__["name"] = type(self).__name__

    def __getattr__(self, name: str) -> Any:
        state = self.__dict__.get("_flowc")
        if state is None or name not in state.inherited:
            raise AttributeError(f"Flow {type(self).__name__} has no attribute '{name}'")
        value = self.__dict__[name] = state.load(name)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        state = self.__dict__.get("_flowc")
        if state is not None and name in state.constants:
            raise AttributeError(f"`self.{name}` is a constant of the flow class, which steps cannot change")
        object.__setattr__(self, name, value)

    def __iter__(self) -> Any:
        """The step methods."""
        return (getattr(self, name) for name in dir(type(self)) if is_step(getattr(type(self), name)))

    def __str__(self) -> str:
        state = self.__dict__.get("_flowc")
        if state is None:
            return f"<flow {self.name}>"
        where = ",".join(str(frame.position) for frame in state.stack)
        item = state.input()
        shown = "" if item is None else str(item)
        return f"<flow {self.name} step {state.step.name}{where and f'[{where}]'}" + (
            f" (input: {shown[:20]}{'...' * (len(shown) > 20)})>" if item is not None else ">"
        )

    def __getstate__(self) -> Any:
        raise TypeError(
            "a flow cannot be stored: keep the attributes that are needed, not `self` or one of `inputs`"
        )

    @property
    def script_name(self) -> str:
        """The file name of the flow."""
        return str(getattr(sys.modules.get(type(self).__module__), "__file__", "")).rpartition("/")[2]

    @property
    def index(self) -> int | None:
        """Which item of the innermost foreach this task is; None outside."""
        stack = _state(self).stack
        return stack[-1].position if stack else None

    @property
    def input(self) -> Any:
        """The item of the innermost foreach that this task is for; None outside."""
        return _state(self).input()

    def foreach_stack(self) -> list[tuple[int, int, Any]]:
        """Index, count and item of each foreach around the task, outermost first."""
        state = _state(self)
        return [(frame.position, frame.size, state.input(at)) for at, frame in enumerate(state.stack)]

    def next(self, *targets: Any, **options: Any) -> None:
        """Say which steps come next; the last thing that a step does."""
        state = _state(self)
        state.transition = transitions.read(self, state, targets, options)

    def merge_artifacts(
        self, inputs: Any, exclude: Iterable[str] | None = None, include: Iterable[str] | None = None
    ) -> None:
        """Take over the artifacts of the inputs that this step has not set itself."""
        state = _state(self)
        state.inherited.update(merge.choose(self, state, inputs, list(exclude or ()), list(include or ())))


def _as_program(cls: type[Any]) -> None:
    """The flow file was started by itself: flowc's command line, where it is installed, takes over."""
    from importlib import import_module

    file = sys.argv[0] or "flow.py"
    try:
        direct = import_module("flowc.cli.direct")
    except ImportError:
        sys.exit(f"flowc runs flows by its own command: flowc run {file}")
    direct.start(file, cls.__name__, sys.argv[1:])


def _state(flow: FlowSpec) -> State:
    state: State | None = flow.__dict__.get("_flowc")
    if state is None:
        raise RuntimeError("this flow object belongs to no task")
    return state


def is_step(value: Any) -> bool:
    """Whether a class attribute is a step."""
    return bool(getattr(value, "is_step", False)) and callable(value)


def bind(cls: type[Any], state: State) -> Any:
    """A flow object with the state."""
    flow = cls(use_cli=False)
    flow.__dict__["_flowc"] = state
    return flow


def artifacts_of(flow: Any) -> dict[str, Any]:
    """The attributes of a flow object that are artifacts."""
    return {
        name: value
        for name, value in flow.__dict__.items()
        if name != "_flowc"
        and not name.startswith("__")
        and not isinstance(value, NOT_ARTIFACTS)
        and (name != "name" or value != type(flow).__name__)
    }


def constants_of(cls: type[Any]) -> dict[str, Any]:
    """The class-level constants: attributes that are neither private, nor methods, nor parameters."""
    found = {}
    for name in dir(cls):
        if name.startswith("_") or name == "name" or hasattr(FlowSpec, name):
            continue
        value = getattr(cls, name)
        if not isinstance(value, NOT_CONSTANTS) and not is_step(value):
            found[name] = value
    return found
