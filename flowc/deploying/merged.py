"""A run as the engine and the store have it together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flowc.backends.deployment import Deployer, NotDeployed, Phase, RunState
from flowc.client.errors import MetaflowNotFound
from flowc.client.flow import Flow
from flowc.deploying.places import RunPlace
from flowc.deploying.tasks import counts, tasks_of
from flowc.diagnostics.record import record
from flowc.runtime_shim.store import Missing, Store, StoreError
from flowc.runtime_shim.store.documents import read_document
from flowc.runtime_shim.store.layout import RunKeys

Steps = Mapping[str, Mapping[str, int]]
"""How many tasks of each step are in which state."""


@record
class RunView:
    """What is known of a run. `phase` is the engine's; the store's where the engine has forgotten the run."""

    flow: str
    run: str
    phase: Phase
    message: str = ""
    created: float | None = None
    """Seconds since 1970."""
    steps: Steps
    link: str = ""
    origin: str | None = None
    is_complete: bool | None = None
    """Whether the store has the winner of the end step; None when the store has not heard of the run."""
    is_on_engine: bool = True


def view_of(
    deployer: Deployer, name: str, run: str, place: RunPlace | None, warn: Callable[[str], None]
) -> RunView:
    """The run. Raises `NotDeployed` when neither side has it; `warn` is told when the store fails."""
    kept = _kept_run(place, warn)
    try:
        state = deployer.state(name, run)
    except NotDeployed:
        if kept is None:
            raise
        return replace(kept, flow=name)
    view = RunView(
        flow=name,
        run=run,
        phase=state.phase,
        message=state.message,
        created=state.created,
        steps={step.step: _numbers(step) for step in state.steps},
        link=state.link,
    )
    if kept is None:
        return view
    steps = (_ended(kept.steps) if state.has_ended else kept.steps) or view.steps
    begun = [step for step in view.steps if step in steps]  # the engine knows the order
    steps = {step: steps[step] for step in (*begun, *steps)}
    return replace(view, steps=steps, origin=kept.origin, is_complete=kept.is_complete)


def _ended(steps: Steps) -> Steps:
    """What had begun and not ended when the run did."""
    return {
        step: {"killed" if name == "running" else name: number for name, number in numbers.items()}
        for step, numbers in steps.items()
    }


def _kept_run(place: RunPlace | None, warn: Callable[[str], None]) -> RunView | None:
    """The run as the store alone has it."""
    try:
        keys = place.keys() if place is not None else None
        return None if keys is None or place is None else _of_store(place.store, keys)
    except StoreError as failure:
        warn(f"the store cannot be read: {failure}")
        return None


def _of_store(store: Store, keys: RunKeys) -> RunView:
    document = read_document(store, keys.record)
    complete = _is_complete(store, keys, document)
    return RunView(
        flow=keys.flow.flow,
        run=keys.id,
        phase="succeeded" if complete else "unknown",
        created=document["created"] / 1e6,
        steps=_from_store(store, keys),
        origin=document.get("origin_run_id"),
        is_complete=complete,
        is_on_engine=False,
    )


def _from_store(store: Store, keys: RunKeys) -> Steps:
    return {step: dict(sorted(numbers.items())) for step, numbers in counts(tasks_of(store, keys))}


def _numbers(step: Any) -> Mapping[str, int]:
    numbers = {"done": step.succeeded, "failed": step.failed, "running": step.running}
    return {name: number for name, number in numbers.items() if number}


def _is_complete(store: Store, keys: RunKeys, document: Mapping[str, Any]) -> bool:
    try:
        read_document(store, keys.task(document.get("end", "end"), "r").winner)
    except Missing:
        return False
    return True


@record
class RunRow:
    """A run in a list. `tags` are the store's."""

    run: str
    phase: Phase
    created: float | None
    tags: tuple[str, ...] = ()


def rows_of(
    states: Sequence[RunState], place: RunPlace | None, limit: int, warn: Callable[[str], None]
) -> tuple[RunRow, ...]:
    """The engine's runs and the store's as one list, the latest first. `place` is that of any run of the flow."""
    try:
        kept = _kept(place.flow, place.store, limit) if place is not None and place.flow else {}
    except StoreError as failure:
        warn(f"the store cannot be read: {failure}")
        kept = {}
    rows = [
        RunRow(
            run=state.run,
            phase=state.phase,
            created=state.created,
            tags=kept[state.run].tags if state.run in kept else (),
        )
        for state in states
    ]
    known = {state.run for state in states}
    rows += [row for row in kept.values() if row.run not in known]
    return tuple(sorted(rows, key=lambda row: -(row.created or 0.0)))[:limit]


def _kept(flow: str, store: Store, limit: int) -> dict[str, RunRow]:
    from itertools import islice

    try:
        runs = list(islice(Flow(flow, store=store), limit))
    except MetaflowNotFound:
        return {}
    return {
        run.id: RunRow(
            run=run.id,
            phase="succeeded" if run.successful else "unknown",
            created=run.record["created"] / 1e6,
            tags=tuple(sorted(run.user_tags)),
        )
        for run in runs
    }
