"""A step within its time, and one that runs out of it and is caught."""

import time

from metaflow import FlowSpec, catch, step, timeout


class TimeoutFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.prompt)

    @timeout(hours=1, minutes=30, seconds=15)
    @step
    def prompt(self):
        self.quick = True
        self.next(self.late)

    @catch(var="late_problem", print_exception=False)
    @timeout(seconds=2)
    @step
    def late(self):
        self.finished = False
        time.sleep(60)
        self.finished = True
        self.next(self.end)

    @step
    def end(self):
        self.timed_out = self.late_problem is not None
        assert self.timed_out and not self.finished


if __name__ == "__main__":
    TimeoutFlow()
