"""A step that does not keep its time, because it does not hear of it."""

import signal
import time

from metaflow import FlowSpec, catch, step, timeout


class StubbornFlow(FlowSpec):
    @step
    def start(self):
        self.finished = False
        self.next(self.sit)

    @catch(var="problem", print_exception=False)
    @timeout(seconds=1)
    @step
    def sit(self):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        time.sleep(3600)
        self.finished = True
        self.next(self.end)

    @step
    def end(self):
        self.was_caught = self.problem is not None


if __name__ == "__main__":
    StubbornFlow()
