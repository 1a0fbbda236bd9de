"""C3, the order in which Python looks through the bases of a class; without recursion."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Cycle(Generic[T]):
    """The bases lead back to where they began."""

    def __init__(self, through: tuple[T, ...]) -> None:
        self.through = through


class Inconsistent(Generic[T]):
    """The bases of `at` contradict each other."""

    def __init__(self, at: T) -> None:
        self.at = at


class Order(Generic[T]):
    """The order, and what is wrong with it: it then still holds every base once."""

    def __init__(self, items: tuple[T, ...], fault: Cycle[T] | Inconsistent[T] | None = None) -> None:
        self.items = items
        self.fault = fault


def linearise(item: T, bases: Callable[[T], Sequence[T]]) -> Order[T]:
    """The linear order of an item and all its bases.

    >>> linearise("D", {"D": "BC", "B": "A", "C": "A", "A": ""}.__getitem__).items
    ('D', 'B', 'C', 'A')
    """
    above: dict[T, tuple[T, ...]] = {}
    cycle = _visit(item, bases, above)
    if cycle is not None:
        return Order(tuple(above), Cycle(cycle))
    orders: dict[T, list[T]] = {}
    for one in _post_order(item, above):
        merged = _merge([orders[base] for base in above[one]], above[one])
        if merged is None:
            return Order(tuple(above), Inconsistent(one))
        orders[one] = [one, *merged]
    return Order(tuple(orders[item]))


def _visit(item: T, bases: Callable[[T], Sequence[T]], above: dict[T, tuple[T, ...]]) -> tuple[T, ...] | None:
    """Fill `above` with the bases of all that can be reached; give back a cycle if there is one."""
    path: list[T] = [item]
    above[item] = tuple(bases(item))
    rest = [iter(above[item])]
    on_path = {item}
    while rest:
        base = next(rest[-1], None)
        if base is None:
            rest.pop()
            on_path.discard(path.pop())
        elif base in on_path:
            return tuple(path[path.index(base) :])
        elif base not in above:
            above[base] = tuple(bases(base))
            path.append(base)
            on_path.add(base)
            rest.append(iter(above[base]))
    return None


def _post_order(item: T, above: dict[T, tuple[T, ...]]) -> list[T]:
    """Bases before what derives from them."""
    done: dict[T, None] = {}
    rest: list[tuple[T, bool]] = [(item, False)]
    while rest:
        one, entered = rest.pop()
        if one in done:
            continue
        if entered:
            done[one] = None
            continue
        rest.append((one, True))
        rest.extend((base, False) for base in above[one])
    return list(done)


def _merge(orders: list[list[T]], bases: tuple[T, ...]) -> list[T] | None:
    """The C3 merge; None when there is no good head."""
    if len(orders) == 1:
        return list(orders[0])
    lists = [list(reversed(order)) for order in (*orders, list(bases)) if order]
    merged: list[T] = []
    while lists:
        tails = {one for order in lists for one in order[:-1]}
        head = next((order[-1] for order in lists if order[-1] not in tails), None)
        if head is None:
            return None
        merged.append(head)
        for order in lists:
            if order[-1] == head:
                order.pop()
        lists = [order for order in lists if order]
    return merged
