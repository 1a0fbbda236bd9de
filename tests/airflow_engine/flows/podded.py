"""A foreach of three in pods: the first attempt of the second item is killed, and its second one goes well."""

import os
import signal

from metaflow import FlowSpec, current, retry, step


class PoddedFlow(FlowSpec):
    @retry(times=2, minutes_between_retries=0)
    @step
    def start(self):
        self.words = ["one", "two", "three"]
        self.next(self.work, foreach="words")

    @retry(times=2, minutes_between_retries=0)
    @step
    def work(self):
        if self.input == "two" and current.retry_count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.attempt = current.retry_count
        self.result = {"word": self.input, "length": len(self.input)}
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [one.result for one in inputs]
        self.attempts = [one.attempt for one in inputs]
        self.merge_artifacts(inputs, include=["words"])
        self.next(self.end)

    @step
    def end(self):
        self.total = sum(result["length"] for result in self.results)


if __name__ == "__main__":
    PoddedFlow()
