"""One case of the switch goes straight to the end."""

from metaflow import FlowSpec, Parameter, step


class CaseToEndFlow(FlowSpec):
    rows = Parameter("rows", default=0)

    @step
    def start(self):
        self.loaded = 0
        self.state = "empty" if self.rows == 0 else "data"
        self.next({"empty": self.end, "data": self.load}, condition="state")

    @step
    def load(self):
        self.loaded = self.rows
        self.next(self.end)

    @step
    def end(self):
        assert self.loaded == self.rows


if __name__ == "__main__":
    CaseToEndFlow()
