"""One branch has three steps, the other one: `inputs` holds the last task of each."""

from metaflow import FlowSpec, step


class UnevenBranchFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.fetch, self.label)

    @step
    def fetch(self):
        self.rows = 4
        self.next(self.clean)

    @step
    def clean(self):
        self.rows -= 1
        self.next(self.enrich)

    @step
    def enrich(self):
        self.rows *= 10
        self.next(self.join)

    @step
    def label(self):
        self.labels = ["a", "b"]
        self.next(self.join)

    @step
    def join(self, inputs):
        self.rows = inputs.enrich.rows
        self.labels = inputs.label.labels
        self.next(self.end)

    @step
    def end(self):
        assert self.rows == 30
        assert self.labels == ["a", "b"]


if __name__ == "__main__":
    UnevenBranchFlow()
