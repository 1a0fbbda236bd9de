"""One arm of a switch fans out, the other does not; they meet after the foreach was joined."""

from metaflow import FlowSpec, Parameter, step


class ForeachInArmFlow(FlowSpec):
    mode = Parameter("mode", default="many")

    @step
    def start(self):
        self.chosen = self.mode
        self.next({"many": self.fan, "one": self.single}, condition="chosen")

    @step
    def fan(self):
        self.items = [1, 2, 3]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.value = self.input**2
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.total = sum(task.value for task in inputs)
        self.next(self.report)

    @step
    def single(self):
        self.total = 1
        self.next(self.report)

    @step
    def report(self):
        self.line = "total %d" % self.total
        self.next(self.end)

    @step
    def end(self):
        assert self.line == ("total 14" if self.mode == "many" else "total 1")


if __name__ == "__main__":
    ForeachInArmFlow()
