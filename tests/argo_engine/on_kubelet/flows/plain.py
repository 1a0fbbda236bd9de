"""Three steps in a row."""

from metaflow import FlowSpec, Parameter, step


class PlainFlow(FlowSpec):
    word = Parameter("word", default="word")

    @step
    def start(self):
        self.letters = list(self.word)
        self.next(self.middle)

    @step
    def middle(self):
        self.count = len(self.letters)
        self.next(self.end)

    @step
    def end(self):
        assert self.count == len(self.letters)


if __name__ == "__main__":
    PlainFlow()
