"""What both branches left alone or agree on is merged; what one alone made comes along."""

from metaflow import FlowSpec, step


class MergeArtifactsFlow(FlowSpec):
    @step
    def start(self):
        self.common = "same everywhere"
        self.both = 0
        self.next(self.a, self.b)

    @step
    def a(self):
        self.both = 5
        self.only_a = "from a"
        self.clash = "a"
        self.next(self.join)

    @step
    def b(self):
        self.both = 5
        self.only_b = "from b"
        self.clash = "b"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.clash = inputs.a.clash + inputs.b.clash
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        assert self.common == "same everywhere"
        assert (self.both, self.only_a, self.only_b, self.clash) == (5, "from a", "from b", "ab")


if __name__ == "__main__":
    MergeArtifactsFlow()
