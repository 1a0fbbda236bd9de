"""A step that fails at every attempt: the run fails after the last one."""

from metaflow import FlowSpec, retry, step


class RetryExhaustedFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.broken)

    @retry(times=1, minutes_between_retries=0)
    @step
    def broken(self):
        raise ValueError("always")
        self.next(self.end)

    @step
    def end(self):
        self.reached = True


if __name__ == "__main__":
    RetryExhaustedFlow()
