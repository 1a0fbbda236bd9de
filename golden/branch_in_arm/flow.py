"""One arm of a switch is a branch of two steps."""

from metaflow import FlowSpec, Parameter, step


class BranchInArmFlow(FlowSpec):
    check = Parameter("check", default="deep")

    @step
    def start(self):
        self.chosen = self.check
        self.next({"deep": self.deep, "shallow": self.shallow}, condition="chosen")

    @step
    def deep(self):
        self.next(self.schema, self.content)

    @step
    def schema(self):
        self.problems = 1
        self.next(self.both)

    @step
    def content(self):
        self.problems = 2
        self.next(self.both)

    @step
    def both(self, inputs):
        self.problems = sum(branch.problems for branch in inputs)
        self.next(self.end)

    @step
    def shallow(self):
        self.problems = 0
        self.next(self.end)

    @step
    def end(self):
        assert self.problems == (3 if self.check == "deep" else 0)


if __name__ == "__main__":
    BranchInArmFlow()
