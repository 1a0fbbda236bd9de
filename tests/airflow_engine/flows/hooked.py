"""A flow with hooks, a foreach and a loop. Hooks leave a line each in the file MARKS."""

from pathlib import Path

from metaflow import FlowSpec, Parameter, exit_hook, step

MARKS = Path("MARKS")


def well(run):
    with MARKS.open("a") as marks:
        marks.write(f"well {run.pathspec.split('/')[0]} {run.successful}\n")


def badly(run):
    with MARKS.open("a") as marks:
        marks.write(f"badly {run.pathspec.split('/')[0]} {run.successful}\n")


@exit_hook(on_success=[well], on_error=[badly])
class HookedFlow(FlowSpec):
    fail = Parameter("fail", default="")

    @step
    def start(self):
        self.numbers = [1, 2]
        self.next(self.work, foreach="numbers")

    @step
    def work(self):
        assert self.fail != "work" or self.input == 1
        self.next(self.join)

    @step
    def join(self, inputs):
        self.passes = 0
        self.next(self.again)

    @step
    def again(self):
        self.passes += 1
        assert self.fail != "again" or self.passes == 1
        self.state = "more" if self.passes < 2 else "enough"
        self.next({"more": self.again, "enough": self.end}, condition="state")

    @step
    def end(self):
        pass


if __name__ == "__main__":
    HookedFlow()
