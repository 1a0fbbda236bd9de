"""Two switches with the same shape, in which the order of the names is turned around: merges wait for either arm."""

from metaflow import FlowSpec, Parameter, step


class ArmsAgainstAlphabetFlow(FlowSpec):
    first = Parameter("first", default="direct")
    second = Parameter("second", default="direct")

    @step
    def start(self):
        self.trail = []
        self.choice = self.first
        self.next({"direct": self.mix_late, "around": self.alpha}, condition="choice")

    @step
    def alpha(self):
        self.trail.append("alpha")
        self.next(self.mix_late)

    @step
    def mix_late(self):
        self.trail.append("mix_late")
        self.choice = self.second
        self.next({"direct": self.blend, "around": self.omega}, condition="choice")

    @step
    def omega(self):
        self.trail.append("omega")
        self.next(self.blend)

    @step
    def blend(self):
        self.trail.append("blend")
        self.next(self.end)

    @step
    def end(self):
        assert self.trail[-1] == "blend"


if __name__ == "__main__":
    ArmsAgainstAlphabetFlow()
