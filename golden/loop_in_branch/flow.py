"""One branch loops while the other runs once."""

from metaflow import FlowSpec, step


class LoopInBranchFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.poll, self.prepare)

    @step
    def poll(self):
        self.polls = getattr(self, "polls", 0) + 1
        self.ready = self.polls >= 3
        self.next({False: self.poll, True: self.fetch}, condition="ready")

    @step
    def fetch(self):
        self.data = "data after %d polls" % self.polls
        self.next(self.join)

    @step
    def prepare(self):
        self.table = "table"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.line = "%s into %s" % (inputs.fetch.data, inputs.prepare.table)
        self.next(self.end)

    @step
    def end(self):
        assert self.line == "data after 3 polls into table"


if __name__ == "__main__":
    LoopInBranchFlow()
