"""Every item is worked on in two branches at once."""

from metaflow import FlowSpec, step


class BranchInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 2, 3]
        self.next(self.each, foreach="numbers")

    @step
    def each(self):
        self.number = self.input
        self.next(self.double, self.square)

    @step
    def double(self):
        self.value = self.number * 2
        self.next(self.pair)

    @step
    def square(self):
        self.value = self.number**2
        self.next(self.pair)

    @step
    def pair(self, inputs):
        self.values = [inputs.double.value, inputs.square.value]
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.pairs = [task.values for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.pairs == [[2, 1], [4, 4], [6, 9]]


if __name__ == "__main__":
    BranchInForeachFlow()
