"""Cases keyed by integers, two of them with one target."""

from metaflow import FlowSpec, Parameter, step


class SwitchKeysFlow(FlowSpec):
    level = Parameter("level", default=1)

    @step
    def start(self):
        self.chosen = self.level
        self.next({0: self.idle, 1: self.work, 2: self.work}, condition="chosen")

    @step
    def idle(self):
        self.done = "nothing"
        self.next(self.end)

    @step
    def work(self):
        self.done = "work at level %d" % self.chosen
        self.next(self.end)

    @step
    def end(self):
        assert self.done == ("work at level %d" % self.level if self.level else "nothing")


if __name__ == "__main__":
    SwitchKeysFlow()
