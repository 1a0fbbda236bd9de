"""A failed step leaves its exception in an artifact, and what it had made before stays."""

from metaflow import FlowSpec, catch, step


class CatchVarFlow(FlowSpec):
    @step
    def start(self):
        self.items = [0, 1, 2]
        self.next(self.divide, foreach="items")

    @catch(var="problem", print_exception=False)
    @step
    def divide(self):
        self.seen = self.input
        self.quotient = 10 // self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.caught = [task.problem is not None for task in inputs]
        self.quotients = [getattr(task, "quotient", -1) for task in inputs]
        self.seen = [task.seen for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.quotients == [-1, 10, 5]
        assert self.caught == [True, False, False]
        assert self.seen == [0, 1, 2]


if __name__ == "__main__":
    CatchVarFlow()
