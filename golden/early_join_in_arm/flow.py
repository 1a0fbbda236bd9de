"""A branch within an arm of a switch, whose slow step may fail: then its join does not run.

The join once waited for one of the two only, as if they were arms: netflix/metaflow#3002.
"""

import time

from metaflow import FlowSpec, Parameter, step


class EarlyJoinInArmFlow(FlowSpec):
    route = Parameter("route", default="deep")
    broken = Parameter("broken", default="no")

    @step
    def start(self):
        self.way = self.route
        self.next({"deep": self.deep, "flat": self.flat}, condition="way")

    @step
    def deep(self):
        self.next(self.quick, self.slow)

    @step
    def quick(self):
        self.found = ["quick"]
        self.next(self.both)

    @step
    def slow(self):
        time.sleep(1)
        if self.broken == "yes":
            raise ValueError("there is nothing to join")
        self.found = ["slow"]
        self.next(self.both)

    @step
    def both(self, inputs):
        self.found = inputs.quick.found + inputs.slow.found
        self.next(self.shared)

    @step
    def flat(self):
        self.found = ["flat"]
        self.next(self.shared)

    @step
    def shared(self):
        self.count = len(self.found)
        self.next(self.end)

    @step
    def end(self):
        assert self.count == (2 if self.route == "deep" else 1)


if __name__ == "__main__":
    EarlyJoinInArmFlow()
