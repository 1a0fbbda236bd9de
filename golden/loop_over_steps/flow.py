"""A loop over three steps: Metaflow refuses it, flowc compiles it."""

from metaflow import FlowSpec, Parameter, step


class LoopOverStepsFlow(FlowSpec):
    target = Parameter("target", default=30)

    @step
    def start(self):
        self.value = 1
        self.passes = 0
        self.next(self.grow)

    @step
    def grow(self):
        self.value *= 2
        self.next(self.adjust)

    @step
    def adjust(self):
        self.value += 1
        self.next(self.check)

    @step
    def check(self):
        self.passes += 1
        self.state = "short" if self.value < self.target else "enough"
        self.next({"short": self.grow, "enough": self.end}, condition="state")

    @step
    def end(self):
        assert self.value == 2 ** (self.passes + 1) - 1


if __name__ == "__main__":
    LoopOverStepsFlow()
