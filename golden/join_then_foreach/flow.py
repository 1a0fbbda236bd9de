"""The join of one foreach opens the next, and that one's join decides by a switch."""

from metaflow import FlowSpec, step


class JoinThenForeachFlow(FlowSpec):
    @step
    def start(self):
        self.items = [3, 4]
        self.next(self.first, foreach="items")

    @step
    def first(self):
        self.value = self.input
        self.next(self.between)

    @step
    def between(self, inputs):
        self.items = [task.value * 2 for task in inputs]
        self.next(self.second, foreach="items")

    @step
    def second(self):
        self.value = self.input + 1
        self.next(self.decide)

    @step
    def decide(self, inputs):
        self.total = sum(task.value for task in inputs)
        self.size = "large" if self.total > 10 else "small"
        self.next({"large": self.large, "small": self.small}, condition="size")

    @step
    def large(self):
        self.verdict = "large %d" % self.total
        self.next(self.end)

    @step
    def small(self):
        self.verdict = "small %d" % self.total
        self.next(self.end)

    @step
    def end(self):
        assert self.verdict == "large 16"


if __name__ == "__main__":
    JoinThenForeachFlow()
