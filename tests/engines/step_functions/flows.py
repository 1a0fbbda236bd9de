"""Flows that tests of faults write."""

from __future__ import annotations

from pathlib import Path

LINE = '''"""A line of three."""
from metaflow import FlowSpec, Parameter, step


class FaultFlow(FlowSpec):
    """A line of three."""

    text = Parameter("text", default="none")

    @step
    def start(self):
        """Begin."""
        import time

        time.sleep({seconds})
        self.first = "{version}"
        self.next(self.middle)

    @step
    def middle(self):
        """Go on."""
        self.second = self.first + "!"
        self.next(self.end)

    @step
    def end(self):
        """Stop."""
        self.version = "{version}"
        self.result = self.second + self.text


if __name__ == "__main__":
    FaultFlow()
'''

CHOOSING = '''"""A foreach, and a switch after it."""
from metaflow import FlowSpec, step


class ChoosingFlow(FlowSpec):
    """A foreach, and a switch after it."""

    @step
    def start(self):
        """Open."""
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        """Do."""
        self.next(self.join)

    @step
    def join(self, inputs):
        """Choose."""
        self.way = "a"
        self.next({"a": self.left, "b": self.right}, condition="way")

    @step
    def left(self):
        """One way."""
        self.next(self.end)

    @step
    def right(self):
        """The other."""
        self.next(self.end)

    @step
    def end(self):
        """Stop."""


if __name__ == "__main__":
    ChoosingFlow()
'''


def line(folder: Path, version: str = "one", seconds: float = 0) -> Path:
    """Write the line; the file."""
    file = folder / "flow.py"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(LINE.format(version=version, seconds=seconds))
    return file


def choosing(folder: Path) -> Path:
    """Write the foreach and the switch; the file."""
    file = folder / "flow.py"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(CHOOSING)
    return file
