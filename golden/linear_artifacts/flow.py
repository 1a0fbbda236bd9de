"""Artifacts of several types travel along a chain, change, and disappear."""

from metaflow import FlowSpec, step


class LinearArtifactsFlow(FlowSpec):
    scale = 10

    @step
    def start(self):
        self.numbers = [3, 1, 2]
        self.names = {"one": 1, "two": 2}
        self.next(self.transform)

    @step
    def transform(self):
        self.numbers = sorted(number * self.scale for number in self.numbers)
        self.names["three"] = 3
        self.scratch = "needed in this step only"
        print(self.scratch)
        del self.scratch
        self.next(self.summarise)

    @step
    def summarise(self):
        self.total = sum(self.numbers)
        self.total += len(self.names)
        self._hidden = "private"
        self.next(self.end)

    @step
    def end(self):
        assert self.numbers == [10, 20, 30]
        assert self.total == 63
        assert self._hidden == "private"
        assert not hasattr(self, "scratch")


if __name__ == "__main__":
    LinearArtifactsFlow()
