"""Who ran before a task: told by the plan and the winners of switches and loops, never by what happens to exist."""

from __future__ import annotations

from itertools import count

from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.scopes import Scope, Way, index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TypeAlias


class TaskRef(Record):
    """A task of a run: its step and the path of its scope."""

    step: str
    path: str

    def __str__(self) -> str:
        return f"{self.step}/{self.path}"


class Before(Record):
    """The tasks before a task, for a join in the order of `inputs`; and the task that opened the frame it joins."""

    tasks: tuple[TaskRef, ...]
    opener: TaskRef | None = None


Winner: TypeAlias = "Callable[[TaskRef], dict[str, Any]]"
"""The winner object of a task that has ended."""


class Places:
    """The tasks of one run, as far as their winners tell."""

    def __init__(self, plan: Plan, winner: Winner) -> None:
        self._plan = plan
        self._winner = winner
        self._index = index(plan)

    def before(self, task: TaskRef) -> Before:
        """The predecessors of a task that is about to run."""
        scope, position = self._index[task.step]
        return self._before(scope, position, task.path)

    def opener(self, task: TaskRef) -> TaskRef:
        """The task that opened the foreach which this one is in the body of. Raises `LookupError`."""
        scope, _ = self._index[task.step]
        while scope.kind == "ForkRegion" and scope.outer is not None:
            scope = scope.outer
        if scope.kind != "MapRegion" or scope.outer is None:
            raise LookupError(f"step `{task.step}` is no step of the body of a foreach")
        (opener,) = self._before(scope.outer, scope.position, task.path.rpartition(".")[0]).tasks
        return opener

    def _before(self, scope: Scope, position: int, path: str) -> Before:
        while not scope.arrivals[position]:
            if scope.outer is None:
                return Before(())
            if scope.kind == "LoopRegion":
                path, _, number = path.rpartition("_")
                if number != "0":
                    return self._pass_before(scope, f"{path}_{int(number) - 1}")
            elif scope.kind != "ForkRegion":
                path = path.rpartition(".")[0]
            scope, position = scope.outer, scope.position
        return self._last(scope, self._arrival(scope, position, path).source, path)

    def _pass_before(self, scope: Scope, path: str) -> Before:
        return self._last(scope, self._leaving(scope, path).source, path)

    def _arrival(self, scope: Scope, position: int, path: str) -> Way:
        """The way by which the token came to a node of a Route."""
        arrivals = scope.arrivals[position]
        if len(arrivals) == 1:
            return arrivals[0]
        here = scope.dominator(position)
        while True:
            way = self._way(scope, here, path)
            assert way is not None
            assert way.target is not None, "a token came to a node that it passed by"
            if way.target == position:
                return way
            here = way.target

    def _leaving(self, scope: Scope, path: str) -> Way:
        """The way by which the token left a Route."""
        here = 0
        while True:
            way = self._way(scope, here, path)
            assert way is not None, "the flow ended inside a frame"
            if way.target is None:
                return way
            here = way.target

    def _way(self, scope: Scope, position: int, path: str) -> Way | None:
        ways = scope.ways[position]
        if len(ways) < 2:
            return ways[0] if ways else None
        node = scope.nodes[position]
        if node["kind"] == "TaskRegion":
            chosen = self._winner(TaskRef(node["step"], path)).get("next")
        else:
            chosen = self._exit(scope, position, path)[0].to
        return next(way for way in ways if way.case == chosen)

    def _exit(self, scope: Scope, position: int, path: str) -> tuple[Way, str]:
        """How the token left a loop, and the path of the pass that it left in."""
        (body,) = scope.inner[position]
        header = scope.nodes[position]["header"]
        for number in count():
            way = self._leaving(body, f"{path}_{number}")
            if way.to != header:
                return way, f"{path}_{number}"
        raise AssertionError

    def _last(self, scope: Scope, position: int, path: str) -> Before:
        """The last tasks of a node that the token has passed."""
        while scope.nodes[position]["kind"] == "LoopRegion":
            way, path = self._exit(scope, position, path)
            scope, position = scope.inner[position][0], way.source
        node = scope.nodes[position]
        if node["kind"] == "TaskRegion":
            return Before((TaskRef(node["step"], path),))
        (opener,) = self._before(scope, position, path).tasks
        if node["kind"] == "ForkRegion":
            bodies = {_first(body): body for body in scope.inner[position]}
            targets = self._plan.steps[opener.step].targets
            return Before(self._ends((bodies[target], path) for target in targets), opener)
        (body,) = scope.inner[position]
        splits = self._winner(opener)["splits"]
        return Before(self._ends((body, f"{path}.{item}") for item in range(splits)), opener)

    def _ends(self, bodies: Iterable[tuple[Scope, str]]) -> tuple[TaskRef, ...]:
        found: list[TaskRef] = []
        for body, path in bodies:
            found.extend(self._last(body, self._leaving(body, path).source, path).tasks)
        return tuple(found)


def _first(scope: Scope) -> str:
    """The step that runs first in a Route."""
    node = scope.nodes[0]
    return str(node["step"] if node["kind"] == "TaskRegion" else node["header"])
