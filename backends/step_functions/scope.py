"""What the lowering of one flow builds up: states, scope by scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from flowc.backends.step_functions.jsonata import updated
from flowc.backends.step_functions.model import Fail, Go, Retry, Scope, State, Succeed
from flowc.backends.step_functions.names import state_name
from flowc.backends.step_functions.place import Place
from flowc.diagnostics.record import record
from flowc.ir.flow import Step
from flowc.ir.regions import Name
from flowc.ir.values import Json


class Work(NamedTuple):
    """One task for whatever runs it: the step, code for its path, whether that is another than `r`, whether it is
    the first of the run, and whether it has to write down the indices of its items.
    """

    step: Step
    path: str
    path_varies: bool = True
    is_start: bool = False
    indices: bool = False


class Call(NamedTuple):
    """A service that runs a task, and what is given to it."""

    resource: str
    arguments: Mapping[str, Json]


class Compute(Protocol):
    """What runs tasks: Batch or ECS."""

    def call(self, work: Work) -> Call:
        """The call that runs a task to its end."""
        ...

    def call_hooks(self, last: Step) -> Call:
        """The call that runs the functions of `@exit_hook`, in what the last step runs in."""
        ...

    @property
    def refused(self) -> Retry:
        """When a task that the service did not take is submitted again."""
        ...

    def checked(self, output: str) -> str:
        """Code for the output after a task that ended well; its evaluation fails after one that did not."""
        ...


@record
class Lowering:
    """What all scopes of a flow share. `distributed` are the openers of the foreachs that become
    Distributed Maps."""

    steps: Mapping[Name, Step]
    place: Place
    compute: Compute
    start: Name
    distributed: frozenset[Name]


class Building:
    """One scope while it is made. `most` bounds the tasks that run in it at once, `path_varies` is
    whether the path of its frame is another than `r`.
    """

    def __init__(self, name: str, most: int, *, is_root: bool = False, path_varies: bool = True) -> None:
        self.name = name
        self.most = most
        self.is_root = is_root
        self.path_varies = path_varies
        self.states: list[State] = []
        self._end: str | None = None
        self._fault: str | None = None

    def add(self, state: State) -> str:
        """Keep a state; its name."""
        self.states.append(state)
        return state.name

    def output(self, go: Go) -> str:
        """Code for the output of a state that goes there; at the end of a branch or iteration it is dropped."""
        return "{}" if go.to is None and not self.is_root else updated(go.changes)

    def end(self) -> str:
        """A state that ends the scope, for a Choice, which cannot."""
        if self._end is None:
            self._end = self.add(Succeed(name=state_name(self.name, "end")))
        return self._end

    def fault(self) -> str:
        """A state that fails, for a Choice that knows no way."""
        if self._fault is None:
            name = state_name(self.name, "no way")
            cause = "a step chose no step that can follow it, or its winner object is damaged"
            self._fault = self.add(Fail(name=name, error="flowc.NoWay", cause=cause))
        return self._fault

    def finish(self, start: str) -> Scope:
        """The scope as it stands."""
        return Scope(start=start, states=tuple(self.states))
