"""Each item goes through three steps; `self.input` stays the same in all of them."""

from metaflow import FlowSpec, step


class ForeachLongBodyFlow(FlowSpec):
    @step
    def start(self):
        self.words = ["alpha", "beta", "gamma"]
        self.next(self.clean, foreach="words")

    @step
    def clean(self):
        self.word = self.input.upper()
        self.next(self.measure)

    @step
    def measure(self):
        assert self.word == self.input.upper()
        self.length = len(self.input)
        self.next(self.tag)

    @step
    def tag(self):
        self.tagged = "%d:%s:%d" % (self.index, self.word, self.length)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.tagged = [task.tagged for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.tagged == ["0:ALPHA:5", "1:BETA:4", "2:GAMMA:5"]


if __name__ == "__main__":
    ForeachLongBodyFlow()
