"""Two foreachs, one after the other; the second list is made from the results of the first."""

from metaflow import FlowSpec, step


class ForeachSequenceFlow(FlowSpec):
    @step
    def start(self):
        self.first = [1, 2, 3]
        self.next(self.grow, foreach="first")

    @step
    def grow(self):
        self.value = self.input * 10
        self.next(self.grown)

    @step
    def grown(self, inputs):
        self.values = [task.value for task in inputs]
        self.next(self.again)

    @step
    def again(self):
        self.second = [value for value in self.values if value > 10]
        self.next(self.shrink, foreach="second")

    @step
    def shrink(self):
        self.value = self.input // 2
        self.next(self.shrunk)

    @step
    def shrunk(self, inputs):
        self.values = [task.value for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.values == [10, 15]


if __name__ == "__main__":
    ForeachSequenceFlow()
