"""Decisions of the tasks of a run: all of them one after another, or some at random."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from flowc.ir.flow import Flow, targets
from flowc.ir.trace import EndlessRun, TaskId, traces


class Recorded:
    """Decisions in the order in which the reference asks for them: `digits` first, the first option after that.

    What was decided is remembered, so that the simulator gets the same answers in whatever order it asks.
    """

    def __init__(self, digits: Sequence[int], sizes: Sequence[int]) -> None:
        self.digits = list(digits)
        self.sizes = sizes
        self.options: list[int] = []
        self.known: dict[TaskId, int] = {}

    def choose(self, task: TaskId, arms: Sequence[str]) -> str:
        return arms[self._decide(task, len(arms))]

    def splits(self, task: TaskId) -> int:
        return self.sizes[self._decide(task, len(self.sizes))]

    def _decide(self, task: TaskId, options: int) -> int:
        if task not in self.known:
            position = len(self.options)
            self.options.append(options)
            if position == len(self.digits):
                self.digits.append(0)
            self.known[task] = self.digits[position]
        return self.known[task]


def every_run(flow: Flow, sizes: Sequence[int], passes: int) -> Iterator[Recorded]:
    """An oracle for every run: loops of at most `passes` passes, foreachs of as many items as `sizes` say."""
    digits: list[int] | None = []
    while digits is not None:
        oracle = Recorded(digits, sizes)
        try:
            traces(flow, oracle, max_passes=passes)
        except EndlessRun:
            pass
        else:
            yield oracle
        digits = _next(oracle)


def _next(oracle: Recorded) -> list[int] | None:
    digits = oracle.digits[: len(oracle.options)]
    while digits:
        last = digits.pop()
        if last + 1 < oracle.options[len(digits)]:
            return [*digits, last + 1]
    return None


class Random:
    """Decisions at random, the same for the same seed; from the third pass of a loop on, the shortest way out."""

    def __init__(self, flow: Flow, seed: int, most: int = 2) -> None:
        self.seed = seed
        self.most = most
        self.distance = _distances(flow)

    def choose(self, task: TaskId, arms: Sequence[str]) -> str:
        if any(int(number) >= 2 for number in re.findall(r"_(\d+)", task.path)):
            return min(arms, key=lambda arm: self.distance[arm])
        return random.Random(f"{self.seed}/{task}").choice(arms)

    def splits(self, task: TaskId) -> int:
        return random.Random(f"{self.seed}/{task}").randint(0, self.most)


def _distances(flow: Flow) -> Mapping[str, int]:
    """How many steps it takes from each step to the end."""
    sources: dict[str, list[str]] = {}
    for step in flow.steps:
        for target in targets(step.transition):
            sources.setdefault(target, []).append(step.id)
    found: dict[str, int] = {step.id: 0 for step in flow.steps if not targets(step.transition)}
    work = list(found)
    for name in work:
        for source in sources.get(name, []):
            if source not in found:
                found[source] = found[name] + 1
                work.append(source)
    return found
