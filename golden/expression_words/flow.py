"""Steps called like words and functions of the expression languages of engines."""

from metaflow import FlowSpec, step


class ExpressionWordsFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.let, self.contains)

    @step
    def let(self):
        self.value = 1
        self.next(self.filter)

    @step
    def contains(self):
        self.value = 2
        self.next(self.filter)

    @step
    def filter(self, inputs):
        self.items = sorted(one.value for one in inputs)
        self.next(self.all)

    @step
    def all(self):
        self.next(self.split, foreach="items")

    @step
    def split(self):
        self.doubled = 2 * self.input
        self.next(self.count)

    @step
    def count(self, inputs):
        self.total = sum(one.doubled for one in inputs)
        self.next(self.matches)

    @step
    def matches(self):
        self.way = "nil" if self.total else "true"
        self.next({"nil": self.nil, "true": self.true}, condition="way")

    @step
    def nil(self):
        self.taken = "nil"
        self.next(self.end)

    @step
    def true(self):
        self.taken = "true"
        self.next(self.end)

    @step
    def end(self):
        assert (self.total, self.taken) == (6, "nil")


if __name__ == "__main__":
    ExpressionWordsFlow()
