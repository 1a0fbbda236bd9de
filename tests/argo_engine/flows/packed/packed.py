"""Ten items in slices of four, with a hook for the end of the run."""

import os

from flowc import FlowSpec, Parameter, current, exit_hook, step, timeout


def told(run):
    shared = os.environ["FLOWC_STORE"].rpartition("/")[0]
    os.makedirs(f"{shared}/marks", exist_ok=True)
    with open(f"{shared}/marks/{run.id}-told", "a") as file:
        file.write(f"{run.pathspec} {run.successful}\n")


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
        if self.input == self.bad:
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
