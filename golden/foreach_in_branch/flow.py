"""One branch fans out over a list, the other is a single step."""

from metaflow import FlowSpec, step


class ForeachInBranchFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.fan, self.single)

    @step
    def fan(self):
        self.numbers = [4, 5]
        self.next(self.work, foreach="numbers")

    @step
    def work(self):
        self.result = self.input + self.index
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.total = sum(task.result for task in inputs)
        self.next(self.join)

    @step
    def single(self):
        self.total = 100
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = inputs.gather.total + inputs.single.total
        self.next(self.end)

    @step
    def end(self):
        assert self.total == 110


if __name__ == "__main__":
    ForeachInBranchFlow()
