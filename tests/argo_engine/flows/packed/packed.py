"""Ten items in slices of four, with a hook for the end of the run."""

import os

from flowc import FlowSpec, Parameter, current, exit_hook, step, timeout

MARKS = "/shared/marks"


def write(name, line):
    os.makedirs(MARKS, exist_ok=True)
    with open(f"{MARKS}/{name}", "a") as file:
        file.write(f"{line}\n")


def told(run):
    write(f"{run.id}-told", f"{run.pathspec} {run.successful}")


@exit_hook(on_success=[told], on_error=[told])
class PackedFlow(FlowSpec):
    bad = Parameter("bad", default=-1, type=int)

    @step
    def start(self):
        self.items = list(range(10))
        self.next(self.work, foreach="items")

    @timeout(seconds=60)
    @step
    def work(self):
        write(f"{current.run_id}-items", self.input)
        if self.input == self.bad and not os.path.exists(f"{MARKS}/{current.run_id}-mended"):
            raise ValueError("bad item")
        self.square = self.input**2
        self.where = current.pathspec
        self.next(self.more)

    @step
    def more(self):
        self.square += 1
        self.next(self.join)

    @step
    def join(self, inputs):
        self.squares = [one.square for one in inputs]
        self.places = len({one.where for one in inputs})
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    PackedFlow()
