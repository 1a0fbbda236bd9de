"""A pod that has to be Guaranteed and that tells Airflow how many items there are; it waits until it is let go."""

import time
from pathlib import Path

from metaflow import FlowSpec, current, kubernetes, step


class GuaranteedFlow(FlowSpec):
    @kubernetes(qos="Guaranteed", cpu=1, memory=128)
    @step
    def start(self):
        marks = Path("/shared/marks")
        marks.mkdir(exist_ok=True)
        (marks / f"{current.run_id}-began").touch()
        while not (marks / f"{current.run_id}-go").exists():
            time.sleep(0.1)
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.double = 2 * self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(one.double for one in inputs)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    GuaranteedFlow()
