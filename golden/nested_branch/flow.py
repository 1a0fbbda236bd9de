"""A branch inside a branch: each join gets the branches of its own split."""

from metaflow import FlowSpec, step


class NestedBranchFlow(FlowSpec):
    @step
    def start(self):
        self.trail = ["start"]
        self.next(self.outer_a, self.outer_b)

    @step
    def outer_a(self):
        self.trail.append("outer_a")
        self.next(self.inner_a, self.inner_b)

    @step
    def inner_a(self):
        self.trail.append("inner_a")
        self.next(self.inner_join)

    @step
    def inner_b(self):
        self.trail.append("inner_b")
        self.next(self.inner_join)

    @step
    def inner_join(self, inputs):
        self.trail = inputs.inner_a.trail + inputs.inner_b.trail
        self.next(self.outer_join)

    @step
    def outer_b(self):
        self.trail.append("outer_b")
        self.next(self.outer_join)

    @step
    def outer_join(self, inputs):
        self.trail = inputs.inner_join.trail + inputs.outer_b.trail
        self.next(self.end)

    @step
    def end(self):
        self.count = len(self.trail)
        assert self.count == 8


if __name__ == "__main__":
    NestedBranchFlow()
