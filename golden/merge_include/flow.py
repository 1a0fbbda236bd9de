"""`include` takes some artifacts only; `exclude` takes all others."""

from metaflow import FlowSpec, step


class MergeIncludeFlow(FlowSpec):
    @step
    def start(self):
        self.kept, self.dropped = "kept", "dropped"
        self.next(self.a, self.b)

    @step
    def a(self):
        self.clash = 1
        self.next(self.including)

    @step
    def b(self):
        self.clash = 2
        self.next(self.including)

    @step
    def including(self, inputs):
        self.merge_artifacts(inputs, include=["kept"])
        self.has_dropped = hasattr(self, "dropped")
        self.next(self.again)

    @step
    def again(self):
        self.other = "other"
        self.next(self.c, self.d)

    @step
    def c(self):
        self.clash = 1
        self.next(self.excluding)

    @step
    def d(self):
        self.clash = 2
        self.next(self.excluding)

    @step
    def excluding(self, inputs):
        self.merge_artifacts(inputs, exclude=["clash"])
        self.has_clash = hasattr(self, "clash")
        self.next(self.end)

    @step
    def end(self):
        assert (self.kept, self.other) == ("kept", "other")
        assert not self.has_dropped and not self.has_clash


if __name__ == "__main__":
    MergeIncludeFlow()
