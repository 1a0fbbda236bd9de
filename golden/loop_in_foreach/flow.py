"""Every item loops on its own, as often as it needs, and leaves by the exit it earned."""

from metaflow import FlowSpec, step


class LoopInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 6, 27]
        self.next(self.begin, foreach="numbers")

    @step
    def begin(self):
        self.value = self.input
        self.steps = 0
        self.next(self.collatz)

    @step
    def collatz(self):
        if self.value == 1:
            self.state = "one"
        else:
            self.state = "odd" if self.value % 2 else "even"
        if self.steps == 10:
            self.state = "tired"
        self.next(
            {"one": self.reached, "odd": self.odd, "even": self.even, "tired": self.tired},
            condition="state",
        )

    @step
    def odd(self):
        self.value = 3 * self.value + 1
        self.steps += 1
        self.next(self.collatz)

    @step
    def even(self):
        self.value //= 2
        self.steps += 1
        self.next(self.collatz)

    @step
    def reached(self):
        self.outcome = "%d in %d" % (self.input, self.steps)
        self.next(self.join)

    @step
    def tired(self):
        self.outcome = "%d stuck at %d" % (self.input, self.value)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.outcomes = [task.outcome for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.outcomes == ["1 in 0", "6 in 8", "27 stuck at 214"]


if __name__ == "__main__":
    LoopInForeachFlow()
