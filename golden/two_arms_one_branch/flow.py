"""Both arms of a switch split into the same branches, in different orders."""

from metaflow import FlowSpec, Parameter, step


class TwoArmsOneBranchFlow(FlowSpec):
    side = Parameter("side", default="left")

    @step
    def start(self):
        self.chosen = self.side
        self.next({"left": self.left, "right": self.right}, condition="chosen")

    @step
    def left(self):
        self.base = 1
        self.next(self.plus, self.times)

    @step
    def right(self):
        self.base = 2
        self.next(self.times, self.plus)

    @step
    def plus(self):
        self.value = self.base + 10
        self.next(self.join)

    @step
    def times(self):
        self.value = self.base * 10
        self.next(self.join)

    @step
    def join(self, inputs):
        self.values = [inputs.plus.value, inputs.times.value]
        self.next(self.end)

    @step
    def end(self):
        assert self.values == ([11, 10] if self.side == "left" else [12, 20])


if __name__ == "__main__":
    TwoArmsOneBranchFlow()
