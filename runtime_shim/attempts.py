"""How many attempts of a task there were, where an engine's own number may tell of more."""

from __future__ import annotations

from flowc.runtime_shim.request import Request
from flowc.runtime_shim.store.layout import TaskKeys


def begin(request: Request, keys: TaskKeys) -> int:
    """The number of the attempt that counts, once there is a mark in the store that it has begun.

    Engines count what never started a process too: a job that a service took only at the third try, a machine
    that was lost. `@catch` is to act on the last attempt, so such a number would have it give up too soon, or
    without any attempt at all. Asks nothing of the store for a step without it, nor for a process that has imported
    the flow, as whoever did that counts attempts itself.
    """
    number, own = request.attempt, isinstance(request.flow, str)
    if request.plan.steps[request.step].catch is None or not (own or request.marked):
        return number
    if number > 0 and not request.marked:
        number = min(number, _begun(request, keys))
    request.store.put(keys.begun(request.attempt_id), b"")
    return number


def _begun(request: Request, keys: TaskKeys) -> int:
    """How many attempts have left their mark, those of a process that was killed too."""
    return sum(key.endswith("/begun") for key in request.store.list(keys.attempts))
