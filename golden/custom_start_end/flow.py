"""The first and last steps have names of the user's own."""

from metaflow import FlowSpec, step


class CustomStartEndFlow(FlowSpec):
    @step(start=True)
    def ingest(self):
        self.rows = 3
        self.next(self.polish)

    @step
    def polish(self):
        self.rows *= 2
        self.next(self.deliver)

    @step(end=True)
    def deliver(self):
        assert self.rows == 6


if __name__ == "__main__":
    CustomStartEndFlow()
