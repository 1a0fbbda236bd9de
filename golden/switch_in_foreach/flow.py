"""Every item takes an arm of its own; a common step comes before the join."""

from metaflow import FlowSpec, step


class SwitchInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 2, 3, 4]
        self.next(self.classify, foreach="numbers")

    @step
    def classify(self):
        self.parity = "even" if self.input % 2 == 0 else "odd"
        self.next({"even": self.halve, "odd": self.triple}, condition="parity")

    @step
    def halve(self):
        self.value = self.input // 2
        self.next(self.record)

    @step
    def triple(self):
        self.value = self.input * 3
        self.next(self.record)

    @step
    def record(self):
        self.line = "%d -> %d" % (self.input, self.value)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.lines = [task.line for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.lines == ["1 -> 3", "2 -> 1", "3 -> 9", "4 -> 2"]


if __name__ == "__main__":
    SwitchInForeachFlow()
