"""A foreach whose width is a parameter: no item, one, two, seven."""

from metaflow import FlowSpec, Parameter, step


class ForeachFlow(FlowSpec):
    width = Parameter("width", default=2, help="How many items.")

    @step
    def start(self):
        self.items = ["item-%d" % i for i in range(self.width)]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.result = (self.index, self.input)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [list(task.result) for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.results == [[i, "item-%d" % i] for i in range(self.width)]


if __name__ == "__main__":
    ForeachFlow()
