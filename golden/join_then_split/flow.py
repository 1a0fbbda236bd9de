"""A join that splits again at once: Metaflow wants a step between, flowc does not."""

from metaflow import FlowSpec, step


class JoinThenSplitFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.a, self.b)

    @step
    def a(self):
        self.value = 1
        self.next(self.middle)

    @step
    def b(self):
        self.value = 2
        self.next(self.middle)

    @step
    def middle(self, inputs):
        self.value = sum(branch.value for branch in inputs)
        self.next(self.c, self.d)

    @step
    def c(self):
        self.value += 10
        self.next(self.last)

    @step
    def d(self):
        self.value += 20
        self.next(self.last)

    @step
    def last(self, inputs):
        self.values = [branch.value for branch in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.values == [13, 23]


if __name__ == "__main__":
    JoinThenSplitFlow()
