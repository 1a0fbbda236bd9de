"""When the token passes a task, told by the arms that tasks before it chose.

A task that was skipped chose nothing. So "it chose this arm" says that it ran too, and a condition is no more
than a set of such choices, any one of which suffices: the last choice on each way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from flowc.ir.regions import Name


class Choice(NamedTuple):
    """Task `task` chose `arm`."""

    task: str
    arm: Name


Condition: TypeAlias = frozenset[Choice] | None
"""Any of these choices; None: whenever the frame is entered."""


class Chooser(NamedTuple):
    """A task that chooses: all its arms, and when it runs at all."""

    arms: frozenset[Name]
    runs: Condition


def any_of(conditions: Iterable[Condition]) -> Condition:
    """One of the conditions."""
    found: frozenset[Choice] = frozenset()
    for condition in conditions:
        if condition is None:
            return None
        found |= condition
    return found


def simplified(condition: Condition, choosers: Mapping[str, Chooser]) -> Condition:
    """The same with "any arm of a task" replaced by "the task runs", as often as that can be done."""
    while condition is not None:
        complete = covered(condition, choosers)
        if not complete:
            return condition
        rest = frozenset(choice for choice in condition if choice.task not in complete)
        condition = any_of([rest, *(choosers[task].runs for task in complete)])
    return None


def covered(condition: Condition, choosers: Mapping[str, Chooser]) -> frozenset[str]:
    """The tasks whose every arm is in the condition."""
    arms: dict[str, set[Name]] = {}
    for choice in condition or ():
        arms.setdefault(choice.task, set()).add(choice.arm)
    return frozenset(task for task, chosen in arms.items() if chosen >= choosers[task].arms)
