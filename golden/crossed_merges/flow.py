"""Two switches whose arms cross: no pair of switch and merge nests inside another."""

from metaflow import FlowSpec, Parameter, step


class CrossedMergesFlow(FlowSpec):
    route = Parameter("route", default="lx", help="Two letters: l or r, then x or y.")

    @step
    def start(self):
        self.trail = "s"
        self.first = self.route[0]
        self.second = self.route[1]
        self.next({"l": self.left, "r": self.right}, condition="first")

    @step
    def left(self):
        self.trail += "l"
        self.next({"x": self.cross, "y": self.low}, condition="second")

    @step
    def right(self):
        self.trail += "r"
        self.next({"x": self.cross, "y": self.high}, condition="second")

    @step
    def cross(self):
        self.trail += "c"
        self.next({"l": self.low, "r": self.high}, condition="first")

    @step
    def low(self):
        self.trail += "o"
        self.next(self.end)

    @step
    def high(self):
        self.trail += "h"
        self.next(self.end)

    @step
    def end(self):
        assert self.trail == {"lx": "slco", "ly": "slo", "rx": "srch", "ry": "srh"}[self.route]


if __name__ == "__main__":
    CrossedMergesFlow()
