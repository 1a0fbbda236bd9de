"""A step that repeats itself until it is content."""

from metaflow import FlowSpec, Parameter, step


class LoopToItselfFlow(FlowSpec):
    rounds = Parameter("rounds", default=3)

    @step
    def start(self):
        self.seen = []
        self.next(self.improve)

    @step
    def improve(self):
        self.seen.append(len(self.seen))
        self.verdict = "again" if len(self.seen) < self.rounds else "done"
        self.next({"again": self.improve, "done": self.report}, condition="verdict")

    @step
    def report(self):
        self.line = "%d rounds" % len(self.seen)
        self.next(self.end)

    @step
    def end(self):
        assert self.seen == list(range(max(1, self.rounds)))


if __name__ == "__main__":
    LoopToItselfFlow()
