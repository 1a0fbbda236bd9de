"""Each pass of a loop fans out over a list that shrinks."""

from metaflow import FlowSpec, step


class ForeachInLoopFlow(FlowSpec):
    @step
    def start(self):
        self.pending = [5, 2, 3]
        self.done = []
        self.next(self.dispatch)

    @step
    def dispatch(self):
        self.next(self.work, foreach="pending")

    @step
    def work(self):
        self.left = self.input - 2
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.merge_artifacts(inputs, include=["done"])
        lefts = [task.left for task in inputs]
        self.pending = [left for left in lefts if left > 0]
        self.done = self.done + [len(lefts)]
        self.next(self.decide)

    @step
    def decide(self):
        self.state = "more" if self.pending else "empty"
        self.next({"more": self.dispatch, "empty": self.end}, condition="state")

    @step
    def end(self):
        assert self.done == [3, 2, 1]


if __name__ == "__main__":
    ForeachInLoopFlow()
