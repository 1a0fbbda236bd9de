"""A switch that may not run at all, one of whose cases leads to the end, as a case of the switch before it does.

The condition of the end once had the unfilled placeholder of the switch that did not run, which ended the workflow
as invalid: netflix/metaflow#2713.
"""

from metaflow import FlowSpec, Parameter, step


class WhenOfSkippedSwitchFlow(FlowSpec):
    first = Parameter("first", default="stop")
    second = Parameter("second", default="stop")

    @step
    def start(self):
        self.seen = ["start"]
        self.way = self.first
        self.next({"stop": self.end, "go": self.middle}, condition="way")

    @step
    def middle(self):
        self.seen.append("middle")
        self.way = self.second
        self.next({"stop": self.end, "go": self.late}, condition="way")

    @step
    def late(self):
        self.seen.append("late")
        self.next(self.end)

    @step
    def end(self):
        self.count = len(self.seen)


if __name__ == "__main__":
    WhenOfSkippedSwitchFlow()
