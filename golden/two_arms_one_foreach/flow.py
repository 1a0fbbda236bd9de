"""Both arms of a switch open the same foreach, each with a list of its own."""

from metaflow import FlowSpec, Parameter, step


class TwoArmsOneForeachFlow(FlowSpec):
    source = Parameter("source", default="cache")

    @step
    def start(self):
        self.where = self.source
        self.next({"cache": self.from_cache, "network": self.from_network}, condition="where")

    @step
    def from_cache(self):
        self.pages = ["c1", "c2"]
        self.next(self.parse, foreach="pages")

    @step
    def from_network(self):
        self.urls = ["n1", "n2", "n3"]
        self.next(self.parse, foreach="urls")

    @step
    def parse(self):
        self.parsed = self.input.upper()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.parsed = [task.parsed for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.parsed == (["C1", "C2"] if self.source == "cache" else ["N1", "N2", "N3"])


if __name__ == "__main__":
    TwoArmsOneForeachFlow()
