"""`@catch` waits until the last of the retries has failed."""

from metaflow import FlowSpec, catch, current, retry, step


class CatchAndRetryFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.stubborn)

    @catch(var="problem", print_exception=False)
    @retry(times=2, minutes_between_retries=0)
    @step
    def stubborn(self):
        self.last = current.retry_count
        raise KeyError("attempt %d" % current.retry_count)
        self.next(self.end)

    @step
    def end(self):
        self.failed = self.problem is not None
        assert self.failed
        assert self.last == 2


if __name__ == "__main__":
    CatchAndRetryFlow()
