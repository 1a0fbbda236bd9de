"""Environment variables of a step, with values that would hurt in a shell."""

import os

from metaflow import FlowSpec, environment, step

STAGE = "test"


class EnvironmentFlow(FlowSpec):
    @environment(vars={"STAGE": STAGE, "WEIRD": "a $HOME `id` \"quoted\" 'x' \\\\", "NUMBER": "007"})
    @step
    def start(self):
        self.stage = os.environ["STAGE"]
        self.weird = os.environ["WEIRD"]
        self.number = os.environ["NUMBER"]
        self.next(self.end)

    @step
    def end(self):
        assert self.stage == "test"
        assert self.number == "007"
        self.length = len(self.weird)


if __name__ == "__main__":
    EnvironmentFlow()
