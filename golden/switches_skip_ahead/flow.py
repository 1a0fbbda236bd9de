"""Switches in a row, each of which may skip ahead to one common step: the last one taken is the one it follows."""

from metaflow import FlowSpec, Parameter, step


class SwitchesSkipAheadFlow(FlowSpec):
    depth = Parameter("depth", default=2)

    @step
    def start(self):
        self.found = ["start"]
        self.way = "on" if self.depth > 0 else "skip"
        self.next({"on": self.zoom, "skip": self.report}, condition="way")

    @step
    def zoom(self):
        self.found = [*self.found, "zoom"]
        self.way = "on" if self.depth > 1 else "skip"
        self.next({"on": self.again, "skip": self.report}, condition="way")

    @step
    def again(self):
        self.found = [*self.found, "again"]
        self.way = "on" if self.depth > 2 else "skip"
        self.next({"on": self.middle, "skip": self.report}, condition="way")

    @step
    def middle(self):
        self.found = [*self.found, "middle"]
        self.next(self.report)

    @step
    def report(self):
        self.reported = list(self.found)
        self.next(self.end)

    @step
    def end(self):
        assert self.reported == ["start", "zoom", "again", "middle"][: self.depth + 1]


if __name__ == "__main__":
    SwitchesSkipAheadFlow()
