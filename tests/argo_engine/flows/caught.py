"""A step that never ends by itself, and whose end by force is caught."""

import os
import time

from metaflow import FlowSpec, catch, current, step

MARKS = "/shared/marks"


class CaughtFlow(FlowSpec):
    @step
    def start(self):
        os.makedirs(MARKS, exist_ok=True)
        self.finished = False
        self.next(self.held)

    @catch(var="problem", print_exception=False)
    @step
    def held(self):
        with open("%s/%s-0-%d" % (MARKS, current.run_id, current.retry_count), "w"):
            pass
        time.sleep(3600)
        self.finished = True
        self.next(self.end)

    @step
    def end(self):
        self.was_caught = self.problem is not None


if __name__ == "__main__":
    CaughtFlow()
