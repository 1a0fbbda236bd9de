"""A step that fails until somebody has put the matter right."""

import os

from metaflow import FlowSpec, current, step

MARKS = "/shared/marks"


class FailingFlow(FlowSpec):
    @step
    def start(self):
        os.makedirs(MARKS, exist_ok=True)
        with open("%s/%s-started" % (MARKS, current.run_id), "a") as file:
            file.write("once\n")
        self.first = 1
        self.next(self.work)

    @step
    def work(self):
        if not os.path.exists("%s/right" % MARKS):
            raise RuntimeError("not yet")
        self.second = self.first + 1
        self.next(self.end)

    @step
    def end(self):
        self.third = self.second + 1


if __name__ == "__main__":
    FailingFlow()
