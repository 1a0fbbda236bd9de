"""A default that only the machine of the run can know is left to run time, with a warning."""

import os

from metaflow import FlowSpec, Parameter, step


class DeferredDefaultFlow(FlowSpec):
    where = Parameter("where", default=os.environ.get("DATA_HOME", "/data"), type=str)

    @step
    def start(self):
        self.path = self.where.rstrip("/") + "/in"
        self.next(self.end)

    @step
    def end(self):
        assert self.path.endswith("/in")


if __name__ == "__main__":
    DeferredDefaultFlow()
