"""Each pass of a loop splits into two branches; their join decides whether to go on."""

from metaflow import FlowSpec, step


class BranchInLoopFlow(FlowSpec):
    @step
    def start(self):
        self.low, self.high = 0, 16
        self.next(self.probe)

    @step
    def probe(self):
        self.next(self.lower, self.upper)

    @step
    def lower(self):
        self.low += 3
        self.next(self.compare)

    @step
    def upper(self):
        self.high -= 2
        self.next(self.compare)

    @step
    def compare(self, inputs):
        self.low = inputs.lower.low
        self.high = inputs.upper.high
        self.order = "apart" if self.low < self.high else "met"
        self.next({"apart": self.probe, "met": self.end}, condition="order")

    @step
    def end(self):
        assert (self.low, self.high) == (12, 8)


if __name__ == "__main__":
    BranchInLoopFlow()
