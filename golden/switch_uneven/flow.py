"""Arms of different lengths merge far from the switch."""

from metaflow import FlowSpec, Parameter, step


class SwitchUnevenFlow(FlowSpec):
    mode = Parameter("mode", default="full")

    @step
    def start(self):
        self.trail = ["start"]
        self.choice = self.mode
        self.next({"full": self.extract, "quick": self.sample, "none": self.publish}, condition="choice")

    @step
    def extract(self):
        self.trail.append("extract")
        self.next(self.transform)

    @step
    def transform(self):
        self.trail.append("transform")
        self.next(self.load)

    @step
    def load(self):
        self.trail.append("load")
        self.next(self.publish)

    @step
    def sample(self):
        self.trail.append("sample")
        self.next(self.publish)

    @step
    def publish(self):
        self.trail.append("publish")
        self.next(self.end)

    @step
    def end(self):
        expected = {"full": ["extract", "transform", "load"], "quick": ["sample"], "none": []}[self.mode]
        assert self.trail == ["start", *expected, "publish"]


if __name__ == "__main__":
    SwitchUnevenFlow()
