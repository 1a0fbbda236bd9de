"""A switch decides inside one branch of a split; its arms meet before the join."""

from metaflow import FlowSpec, Parameter, step


class SwitchInBranchFlow(FlowSpec):
    fast = Parameter("fast", default=True, type=bool)

    @step
    def start(self):
        self.next(self.choose, self.steady)

    @step
    def choose(self):
        self.way = "fast" if self.fast else "slow"
        self.next({"fast": self.sprint, "slow": self.walk}, condition="way")

    @step
    def sprint(self):
        self.minutes = 1
        self.next(self.arrive)

    @step
    def walk(self):
        self.minutes = 10
        self.next(self.arrive)

    @step
    def arrive(self):
        self.minutes += 1
        self.next(self.join)

    @step
    def steady(self):
        self.minutes = 5
        self.next(self.join)

    @step
    def join(self, inputs):
        self.minutes = inputs.arrive.minutes + inputs.steady.minutes
        self.next(self.end)

    @step
    def end(self):
        assert self.minutes == (7 if self.fast else 16)


if __name__ == "__main__":
    SwitchInBranchFlow()
