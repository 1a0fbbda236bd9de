"""A flow of one step, which is start and end at once."""

from metaflow import FlowSpec, Parameter, step


class SingleStepFlow(FlowSpec):
    who = Parameter("who", default="world")

    @step(start=True, end=True)
    def only(self):
        self.greeting = "hello, %s" % self.who


if __name__ == "__main__":
    SingleStepFlow()
