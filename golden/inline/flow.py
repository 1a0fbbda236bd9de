"""The one manifest that carries its code package along."""

from metaflow import FlowSpec, step


class InlineFlow(FlowSpec):
    @step
    def start(self):
        self.value = "packed"
        self.next(self.end)

    @step
    def end(self):
        assert self.value == "packed"


if __name__ == "__main__":
    InlineFlow()
