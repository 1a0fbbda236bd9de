"""Two branches run side by side; the join reads both."""

from metaflow import FlowSpec, step


class BranchFlow(FlowSpec):
    @step
    def start(self):
        self.base = 10
        self.next(self.zebra, self.apple)

    @step
    def zebra(self):
        self.value = self.base + 1
        self.next(self.join)

    @step
    def apple(self):
        self.value = self.base + 2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = inputs.zebra.value + inputs.apple.value
        self.values = sorted(branch.value for branch in inputs)
        self.next(self.end)

    @step
    def end(self):
        assert self.total == 23
        assert self.values == [11, 12]


if __name__ == "__main__":
    BranchFlow()
