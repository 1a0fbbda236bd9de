"""What a foreach can go over that is no artifact of its step."""

from metaflow import FlowSpec, JSONType, Parameter, step


class ItemsFlow(FlowSpec):
    names = Parameter("names", separator=",", default="x,y")
    numbers = Parameter("numbers", type=JSONType, default="[3, [4]]")
    CONSTANT = (10, 20)

    @step
    def start(self):
        self.next(self.by_name, foreach="names")

    @step
    def by_name(self):
        self.got = (self.input, self.foreach_stack())
        self.next(self.after_names)

    @step
    def after_names(self, inputs):
        self.all = [each.got for each in inputs]
        self.next(self.middle)

    @step
    def middle(self):
        self.next(self.by_number, foreach="numbers")

    @step
    def by_number(self):
        self.got = self.input
        self.next(self.after_numbers)

    @step
    def after_numbers(self, inputs):
        self.all = [*inputs[0].all, [each.got for each in inputs]]
        self.next(self.last)

    @step
    def last(self):
        self.next(self.by_constant, foreach="CONSTANT")

    @step
    def by_constant(self):
        self.got = self.input
        self.next(self.after_constant)

    @step
    def after_constant(self, inputs):
        self.all = [*inputs[0].all, [each.got for each in inputs]]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ItemsFlow()
