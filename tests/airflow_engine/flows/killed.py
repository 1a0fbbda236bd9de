"""Steps whose processes are killed: nothing in them can catch that."""

import os
import signal

from metaflow import FlowSpec, catch, current, retry, step


class KilledFlow(FlowSpec):
    @step
    def start(self):
        self.numbers = [1, 2, 3]
        self.next(self.work, foreach="numbers")

    @catch(var="problem")
    @retry(times=1, minutes_between_retries=0)
    @step
    def work(self):
        self.attempt = current.retry_count
        if self.input == 2 or (self.input == 3 and current.retry_count == 0):
            os.kill(os.getpid(), signal.SIGKILL)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.caught = [bool(one.problem) for one in inputs]
        self.attempts = [getattr(one, "attempt", None) for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    KilledFlow()
