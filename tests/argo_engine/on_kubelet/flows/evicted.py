"""A step whose first attempt waits to be ended by somebody."""

import time

from metaflow import FlowSpec, current, retry, step


class EvictedFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.held)

    @retry(times=1, minutes_between_retries=0)
    @step
    def held(self):
        print("attempt %d has begun" % current.retry_count, flush=True)
        if current.retry_count == 0:
            time.sleep(3600)
        self.attempt = current.retry_count
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    EvictedFlow()
