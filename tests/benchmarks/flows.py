"""Generated flows of a given size, as source text that Metaflow takes too."""

from __future__ import annotations

import itertools

HEAD = "from metaflow import FlowSpec, step\n\n\nclass {name}(FlowSpec):\n"
TAIL = 'if __name__ == "__main__":\n    {name}()\n'


def linear(steps: int) -> str:
    """`start`, then plain steps, then `end`: `steps` in all."""
    names = ["start", *(f"s{number}" for number in range(steps - 2)), "end"]
    bodies = [_step(name, f"self.next(self.{after})") for name, after in itertools.pairwise(names)]
    return (
        HEAD.format(name="LinearFlow")
        + "".join(bodies)
        + _step("end", "pass")
        + TAIL.format(name="LinearFlow")
    )


def diamonds(count: int) -> str:
    """`count` static branches of two, one after the other."""
    bodies = [_step("start", "self.next(self.split0)")]
    for number in range(count):
        after = f"split{number + 1}" if number + 1 < count else "end"
        bodies += [
            _step(f"split{number}", f"self.next(self.a{number}, self.b{number})"),
            _step(f"a{number}", f"self.next(self.join{number})"),
            _step(f"b{number}", f"self.next(self.join{number})"),
            _step(f"join{number}", f"self.next(self.{after})", "self, inputs"),
        ]
    return (
        HEAD.format(name="DiamondFlow")
        + "".join(bodies)
        + _step("end", "pass")
        + TAIL.format(name="DiamondFlow")
    )


def foreachs(count: int) -> str:
    """`count` foreachs with a body of two steps, one after the other."""
    bodies = [_step("start", "self.next(self.open0)")]
    for number in range(count):
        after = f"open{number + 1}" if number + 1 < count else "end"
        bodies += [
            _step(
                f"open{number}", f'self.items = [1, 2]\n        self.next(self.work{number}, foreach="items")'
            ),
            _step(f"work{number}", f"self.next(self.more{number})"),
            _step(f"more{number}", f"self.next(self.join{number})"),
            _step(f"join{number}", f"self.next(self.{after})", "self, inputs"),
        ]
    head, tail = (part.format(name="EachFlow") for part in (HEAD, TAIL))
    return head + "".join(bodies) + _step("end", "pass") + tail


def branch_and_foreach() -> str:
    """A branch, with a foreach of one step on one side: what every engine has to make something of."""
    bodies = [
        _step("start", "self.items = [1, 2, 3]\n        self.next(self.left, self.right)"),
        _step("left", 'self.next(self.work, foreach="items")'),
        _step("work", "self.next(self.gather)"),
        _step("gather", "self.next(self.join)", "self, inputs"),
        _step("right", "self.next(self.join)"),
        _step("join", "self.next(self.end)", "self, inputs"),
    ]
    head, tail = (part.format(name="BranchForeachFlow") for part in (HEAD, TAIL))
    return head + "".join(bodies) + _step("end", "pass") + tail


def _step(name: str, last: str, arguments: str = "self") -> str:
    work = "" if arguments == "self, inputs" or last == "pass" else f"        self.x = {name!r}\n"
    return f"    @step\n    def {name}({arguments}):\n{work}        {last}\n\n"
