"""A step that fails twice before it works."""

from metaflow import FlowSpec, current, retry, step


class RetryFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.flaky)

    @retry(times=3, minutes_between_retries=0)
    @step
    def flaky(self):
        if current.retry_count < 2:
            raise RuntimeError("attempt %d fails" % current.retry_count)
        self.attempts = current.retry_count + 1
        self.next(self.end)

    @step
    def end(self):
        assert self.attempts == 3


if __name__ == "__main__":
    RetryFlow()
