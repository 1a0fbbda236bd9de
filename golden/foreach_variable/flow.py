"""The foreach variable is named through a module-level constant."""

from metaflow import FlowSpec, step

ITEMS = "shards"


class ForeachVariableFlow(FlowSpec):
    @step
    def start(self):
        self.shards = [5, 7]
        self.next(self.work, foreach=ITEMS)

    @step
    def work(self):
        self.square = self.input**2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(task.square for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        assert self.total == 74


if __name__ == "__main__":
    ForeachVariableFlow()
