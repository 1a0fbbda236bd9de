"""Slices of a foreach: several items that an engine starts as one. Each stays a task of its own.

A slice is told by the last part of a path: `r.3x8` is slice 3 of 8 items each, items 24 to 31 of the foreach whose
opener ran in scope `r`.
"""

from __future__ import annotations

from flowc.runtime_shim.lean.record import Record
from flowc.runtime_shim.places import Places, TaskRef
from flowc.runtime_shim.plan import Plan
from flowc.runtime_shim.request import Request
from flowc.runtime_shim.run_record import Refused
from flowc.runtime_shim.store.layout import TaskKeys
from flowc.runtime_shim.winners import Winners, at_once

LONGEST = 50_000
"""Items of a slice at most."""
DONE, LEFT, UNTRIED = "d", "l", "u"
"""What is known of an item: it has a winner; it has none; nobody has begun it yet."""


class Slice(Record):
    """Items `number * size` and on, `size` of them, of the foreach opened in the scope `path`."""

    path: str
    number: int
    size: int

    def items(self, splits: int) -> range:
        """The items of the slice, where there are `splits` in all."""
        return range(self.number * self.size, min((self.number + 1) * self.size, splits))

    def task(self, item: int) -> str:
        """The path of an item."""
        return f"{self.path}.{item}"


def slice_of(path: str) -> Slice | None:
    """The slice that a path stands for; None for the path of one task."""
    outer, _, last = path.rpartition(".")
    number, _, size = last.partition("x")
    if not outer or not (number + size).isdecimal() or "" in (number, size) or int(size) == 0:
        return None
    return Slice(outer, int(number), int(size))


def slices(splits: int, size: int) -> int:
    """How many slices so many items make."""
    return -(-splits // size)


def check(plan: Plan, name: str, piece: Slice) -> None:
    """Raise `Refused` for a step that cannot be run in slices."""
    step = plan.steps.get(name)
    if step is None:
        raise Refused(f"the flow has no step `{name}`")
    if step.kind in ("Foreach", "Gang") or (step.kind == "Switch" and len(step.targets) > 1):
        raise Refused(f"step `{name}` says for each item how the flow goes on: it cannot be run in slices")
    if piece.size > LONGEST:
        raise Refused(f"a slice of {piece.size} items is too long: at most {LONGEST}")


def look(request: Request, piece: Slice) -> str:
    """What is known of each item of the slice, a letter each. Raises `StoreError` and `Refused`.

    Nobody has begun an item where nothing is stored about it; that is only looked for in the extra attempt which
    does nothing but catch what a process could not.
    """
    winners = Winners(request.store, request.run)
    try:
        opener = Places(request.plan, winners.get).opener(TaskRef(request.step, piece.task(0)))
    except LookupError as error:
        raise Refused(f"{error}: it cannot be run in slices") from None
    splits = winners.get(opener)["splits"]
    if not piece.items(splits):
        raise Refused(f"slice {piece.number} of {piece.size} begins after the last of {splits} items")
    step = request.plan.steps[request.step]
    caught = step.catch is not None and request.attempt > step.retries
    roots = [request.run.task(request.step, piece.task(item)) for item in piece.items(splits)]

    def of_item(keys: TaskKeys) -> str:
        if request.store.age(keys.winner) is not None:
            return DONE
        begun = not caught or next(iter(request.store.list(keys.attempts)), None)
        return LEFT if begun else UNTRIED

    return "".join(at_once(request.store, of_item, roots))


def left(piece: Slice, known: str) -> list[tuple[str, bool]]:
    """The items without a winner: their paths, and whether an attempt has come to each."""
    first = piece.number * piece.size
    return [(piece.task(first + at), letter != UNTRIED) for at, letter in enumerate(known) if letter != DONE]
