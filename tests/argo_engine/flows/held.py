"""Items that wait until they are let go, so that a test can do something to them meanwhile."""

import os
import time

from metaflow import FlowSpec, Parameter, current, retry, step

MARKS = "/shared/marks"
VERSION = "first"


class HeldFlow(FlowSpec):
    width = Parameter("width", default=1)

    @step
    def start(self):
        os.makedirs(MARKS, exist_ok=True)
        self.version = VERSION
        self.items = list(range(self.width))
        self.next(self.held, foreach="items")

    @retry(times=2, minutes_between_retries=0)
    @step
    def held(self):
        with open("%s/%s-%d-%d" % (MARKS, current.run_id, self.input, current.retry_count), "w"):
            pass
        while not os.path.exists("%s/%s-go" % (MARKS, current.run_id)):
            time.sleep(0.05)
        self.double = 2 * self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.doubles = [one.double for one in inputs]
        self.merge_artifacts(inputs, exclude=["double"])
        self.next(self.end)

    @step
    def end(self):
        self.version_at_end = VERSION


if __name__ == "__main__":
    HeldFlow()
