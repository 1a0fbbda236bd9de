"""Two branches disagree and the join does not say who is right: the run fails there."""

from metaflow import FlowSpec, Parameter, step


class MergeConflictFlow(FlowSpec):
    amount = Parameter("amount", default=1)

    @step
    def start(self):
        self.value = 0
        self.next(self.a, self.b)

    @step
    def a(self):
        self.value = self.amount
        self.next(self.join)

    @step
    def b(self):
        self.value = 1
        self.next(self.join)

    @step
    def join(self, inputs):
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        assert self.value == 1


if __name__ == "__main__":
    MergeConflictFlow()
