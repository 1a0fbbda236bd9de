"""The same language, imported from flowc."""

from flowc import FlowSpec, Parameter, step


class FlowcImportFlow(FlowSpec):
    n = Parameter("n", default=4)

    @step
    def start(self):
        self.square = self.n * self.n
        self.next(self.end)

    @step
    def end(self):
        assert self.square == self.n**2


if __name__ == "__main__":
    FlowcImportFlow()
