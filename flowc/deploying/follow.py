"""Follow a run on an engine to its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping

from flowc.backends.deployment import Deployer, NotDeployed, Phase, RunState, Started, Unreachable
from flowc.backends.local.events import Event, RunEnded, RunStarted, Status, View
from flowc.deploying.places import RunPlace
from flowc.deploying.progress import EngineProgress, StoreProgress
from flowc.diagnostics.record import record
from flowc.runtime_shim.store import StoreError

PAUSE = 1.0
"""Seconds between two looks, at first; each is a fifth longer, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE = 10.0
PATIENCE = 8
"""How often in a row the engine may not answer before following ends."""

STATUSES: Mapping[Phase, Status] = {"succeeded": "succeeded", "failed": "failed"}
"""How an ended run is shown; one that was stopped is `interrupted`."""


@record
class Followed:
    """The run to follow: where it is on the engine, and where it writes, if that is known."""

    deployer: Deployer
    started: Started
    place: RunPlace | None
    wait: Callable[[float], None] = time.sleep
    warn: Callable[[str], None] = lambda _message: None
    """Told when the store fails: what follows is then by the engine alone."""


def follow(followed: Followed, view: View) -> RunState:
    """Tell `view` what happens until the run has ended; its last state. Raises `DeployError`."""
    started, place = followed.started, followed.place
    begun = time.monotonic()
    store = place.store.url if place is not None else ""
    view.tell(RunStarted(flow=started.flow, run=started.run, store=store))
    progress = _Progress(place, followed.warn)
    for state in _states(followed):
        progress.tell(state, view)
    view.tell(
        RunEnded(
            flow=started.flow,
            run=started.run,
            status=STATUSES.get(state.phase, "interrupted"),
            tasks=progress.tasks,
            seconds=time.monotonic() - begun,
        )
    )
    return state


def _states(followed: Followed) -> Iterator[RunState]:
    """The run's state, again and again, up to the one in which it has ended."""
    pause, failures = PAUSE, 0
    while True:
        try:
            state = followed.deployer.state(followed.started.flow, followed.started.run)
        except (Unreachable, NotDeployed):  # an engine may not list at once what it has just taken
            failures += 1
            if failures == PATIENCE:
                raise
        else:
            failures = 0
            yield state
            if state.has_ended:
                return
        followed.wait(pause)
        pause = min(pause * 1.2, LONGEST_PAUSE)


class _Progress:
    """Events from the store as soon as the run is in it, else from the engine's counts."""

    def __init__(self, place: RunPlace | None, warn: Callable[[str], None]) -> None:
        self._place = place
        self._warn = warn
        self._store: StoreProgress | None = None
        self._engine = EngineProgress()

    @property
    def tasks(self) -> int:
        return self._store.tasks if self._store is not None else self._engine.tasks

    def tell(self, state: RunState, view: View) -> None:
        for event in self._events(state):
            view.tell(event)

    def _events(self, state: RunState) -> Iterable[Event]:
        if self._place is not None:
            try:
                return self._of_store(self._place, state)
            except StoreError as failure:
                self._warn(f"the store cannot be read: {failure}")
                self._place = self._store = None
        return self._engine.look(state)

    def _of_store(self, place: RunPlace, state: RunState) -> Iterable[Event]:
        if self._store is None:
            keys = place.keys()
            self._store = StoreProgress(place.store, keys) if keys is not None else None
        if self._store is not None:
            return list(self._store.look(is_over=state.has_ended))
        return self._engine.look(state) if state.has_ended else ()
