"""One arm leads to the merge, the other one by way of a loop; then the same with the names the other way round.

What the merge waited for once went by the names of steps, so that one of the two was left out of the run:
netflix/metaflow#3334.
"""

from metaflow import FlowSpec, Parameter, step


class LoopArmAgainstAlphabetFlow(FlowSpec):
    first = Parameter("first", default="around")
    second = Parameter("second", default="around")

    @step
    def start(self):
        self.trail = []
        self.passes = 0
        self.way = self.first
        self.next({"direct": self.apply, "around": self.wait}, condition="way")

    @step
    def apply(self):
        self.trail.append("apply")
        self.next(self.meet)

    @step
    def wait(self):
        self.passes += 1
        self.trail.append("wait")
        self.ready = self.passes == 2
        self.next({True: self.meet, False: self.wait}, condition="ready")

    @step
    def meet(self):
        self.trail.append("meet")
        self.passes = 0
        self.way = self.second
        self.next({"direct": self.use, "around": self.await_it}, condition="way")

    @step
    def use(self):
        self.trail.append("use")
        self.next(self.finish)

    @step
    def await_it(self):
        self.passes += 1
        self.trail.append("await_it")
        self.ready = self.passes == 2
        self.next({True: self.finish, False: self.await_it}, condition="ready")

    @step
    def finish(self):
        self.trail.append("finish")
        self.next(self.end)

    @step
    def end(self):
        assert self.trail[-1] == "finish"


if __name__ == "__main__":
    LoopArmAgainstAlphabetFlow()
