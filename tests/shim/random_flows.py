"""Random structured flows as tables (`tests.structure.build`), nested as the seed decides."""

from __future__ import annotations

from random import Random


class RandomFlow:
    """Builds a table of a flow: sequences, branches, foreachs, switches with merges, loops with several exits."""

    def __init__(self, seed: int, size: int = 12) -> None:
        self.random = Random(seed)
        self.rows: list[str] = []
        self.left = size
        self.names = 0
        first = self.name()
        self.rows.append(f"start: {first}")
        self.block(first, "end", 3)
        self.rows.append("end:")

    @property
    def table(self) -> str:
        return "\n".join(self.rows)

    def name(self) -> str:
        self.names += 1
        return f"s{self.names}"

    def block(self, entry: str, to: str, depth: int) -> None:
        """Rows for a block that begins with step `entry` and goes on to `to`."""
        self.left -= 1
        shape = self.random.choice(["task", "sequence", "fork", "map", "switch", "loop"])
        if depth == 0 or self.left <= 0:
            shape = "task"
        getattr(self, shape)(entry, to, depth - 1)

    def task(self, entry: str, to: str, depth: int) -> None:
        self.rows.append(f"{entry}: {to}")

    def sequence(self, entry: str, to: str, depth: int) -> None:
        middle = self.name()
        self.block(entry, middle, depth + 1 if self.left > 0 else depth)
        self.block(middle, to, depth)

    def fork(self, entry: str, to: str, depth: int) -> None:
        roots = [self.name() for _ in range(self.random.randint(2, 3))]
        join = self.name()
        self.rows.append(f"{entry}: {' '.join(roots)}")
        for root in roots:
            self.block(root, join, depth)
        self.rows.append(f"{join}+: {to}")

    def map(self, entry: str, to: str, depth: int) -> None:
        body, join = self.name(), self.name()
        self.rows.append(f"{entry}: * {body}")
        self.block(body, join, depth)
        self.rows.append(f"{join}+: {to}")

    def switch(self, entry: str, to: str, depth: int) -> None:
        arms = [self.name() for _ in range(self.random.randint(1, 2))]
        merge = self.name()
        self.rows.append(f"{entry}: ? {' '.join([*arms, merge])}")
        for arm in arms:
            self.block(arm, merge, depth)
        self.rows.append(f"{merge}: {to}")

    def loop(self, entry: str, to: str, depth: int) -> None:
        inner, last = self.name(), self.name()
        leave = self.name()
        self.rows.append(f"{entry}: ? {inner} {leave}")
        self.block(inner, last, depth)
        self.rows.append(f"{last}: ? {entry} {leave}")
        self.rows.append(f"{leave}: {to}")
