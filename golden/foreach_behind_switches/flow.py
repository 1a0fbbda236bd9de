"""A foreach in an arm of a switch, which itself is where the arms of another switch meet.

The join of the foreach was once found by two ways and written twice into one template, which the engine then
refused: netflix/metaflow#3204.
"""

from metaflow import FlowSpec, Parameter, step


class ForeachBehindSwitchesFlow(FlowSpec):
    extra = Parameter("extra", default="run")
    fan = Parameter("fan", default="run")

    @step
    def start(self):
        self.offset = 0
        self.total = 0
        self.way = self.extra
        self.next({"skip": self.gate, "run": self.shift}, condition="way")

    @step
    def shift(self):
        self.offset = 10
        self.next(self.gate)

    @step
    def gate(self):
        self.way = self.fan
        self.next({"skip": self.end, "run": self.spread}, condition="way")

    @step
    def spread(self):
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.value = self.input + self.offset
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.total = sum(task.value for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        self.line = "total %d" % self.total


if __name__ == "__main__":
    ForeachBehindSwitchesFlow()
