"""A task between its inputs and its results: the flow object, filled from the tasks before, and read out after."""

from __future__ import annotations

import os

from flowc.runtime_shim.about import facts_of
from flowc.runtime_shim.artifacts.entries import Blobs
from flowc.runtime_shim.artifacts.items import save_items
from flowc.runtime_shim.dsl.current import current
from flowc.runtime_shim.dsl.flowspec import artifacts_of, bind, constants_of
from flowc.runtime_shim.dsl.inputs import Inputs
from flowc.runtime_shim.dsl.state import Frame, State
from flowc.runtime_shim.execute import CAUGHT, DONE, FAILED_STATUS, Ending, execute
from flowc.runtime_shim.places import Places, TaskRef
from flowc.runtime_shim.plan import Step
from flowc.runtime_shim.request import Request
from flowc.runtime_shim.store.documents import Document
from flowc.runtime_shim.values import RunValues
from flowc.runtime_shim.winners import Winners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Job:
    """One attempt's work."""

    def __init__(self, request: Request, record: Document, cls: type[Any]) -> None:
        self.request = request
        self.cls = cls
        self.blobs = Blobs(request.store, request.run.flow)
        self.values = RunValues(request.plan, record, self.blobs)
        for node in request.plan.nodes("include_files"):
            self.values.parse_with(node["attribute"], getattr(cls, node["attribute"]).options.get("parser"))
        self.record = record
        winners = Winners(request.store, request.run)
        before = Places(request.plan, winners.get).before(TaskRef(request.step, request.path))
        self.parents = before.tasks
        self._winners = winners.get_all(before.tasks)
        self._opener = winners.get(before.opener) if before.opener and not before.tasks else None

    def execute(self) -> Ending:
        """Run the user's code."""
        step = self.request.plan.steps[self.request.step]
        self.state = self._state(step)
        self.flow = bind(self.cls, self.state)
        inputs = self._fill(step)
        self.state.constants = frozenset(constants_of(self.cls))
        members = self.state.stack[-1].size if self.state.stack else 1
        current.become(facts_of(self.request, self.record, members))
        process = os.getpid()
        ending = execute(self.flow, self.state, inputs, self.request.attempt)
        if os.getpid() != process:
            os._exit(
                0
            )  # a copy of this process, which the step made and let run on: the task is not its to end
        return ending

    def results(self, ending: Ending) -> Document:
        """Store the artifacts; the manifest's fields about them."""
        attributes = artifacts_of(self.flow)
        entries = self.state.entries(attributes, strict=ending.status in (DONE, CAUGHT))
        found: Document = {
            "artifacts": entries,
            "parents": [str(parent) for parent in self.parents],
            "stack": [list(frame) for frame in self.state.stack],
        }
        transition = self.state.transition
        if transition is None or ending.status == FAILED_STATUS:
            return found
        if transition.splits is not None:
            found["splits"] = transition.splits
        if transition.variable is not None and transition.splits:
            variable = transition.variable
            found["variable"] = variable
            items = getattr(self.flow, variable)
            # A parameter, a constant or a property is no artifact of the task, but its items are looked up alike.
            found["items"] = save_items(self.blobs, items, entries.get(variable) or self.blobs.save(items))
        if transition.next is not None and len(self.state.step.targets) > 1:
            found["next"] = transition.next
        return found

    def _state(self, step: Step) -> State:
        return State(step, self.blobs, self.values)

    def _fill(self, step: Step) -> Inputs | None:
        """Give the flow object its frames and what it inherits; the inputs of a join."""
        depth = self.request.path.count(".")
        self.state.stack = self._stack(depth)
        if not step.is_join:
            for winner in self._winners:
                self.state.inherited = dict(winner["artifacts"])
            self.state.inherited.pop("name", None)  # the name of the flow again, as `FlowSpec.__init__` says
            return None
        views = [self._view(winner) for winner in self._winners]
        opener = None if self._opener is None else self._view(self._opener)
        return Inputs(views, [winner["step"] for winner in self._winners], opener)

    def _stack(self, depth: int) -> tuple[Frame, ...]:
        nearest = self._winners[0] if self._winners else self._opener
        if nearest is None:
            return ()
        frames = [Frame(*frame) for frame in nearest["stack"]]
        if depth > len(frames):
            item = self.request.path.split(".")[-1].partition("_")[0]
            frames.append(Frame(int(item), nearest["splits"], nearest.get("variable"), nearest.get("items")))
        return tuple(frames[:depth])

    def _view(self, winner: Document) -> Any:
        """A flow object that reads as a task that has ended."""
        state = self._state(self.request.plan.steps[winner["step"]])
        state.inherited = winner["artifacts"]
        state.stack = tuple(Frame(*frame) for frame in winner["stack"])
        return bind(self.cls, state)
