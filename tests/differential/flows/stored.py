"""What is stored: classes are, functions of Python are not; deleting and aliasing."""

from metaflow import FlowSpec, step


class StoredFlow(FlowSpec):
    @step
    def start(self):
        self.kind = dict
        self.function = len
        self.own = lambda: 1
        self.shared = [1]
        self.alias = self.shared
        self.pair = {"left": self.shared, "right": self.shared}
        self.gone = 1
        del self.gone
        self.next(self.middle)

    @step
    def middle(self):
        self.shared.append(2)
        self.pair["left"].append(3)
        self.seen = (self.alias, self.pair, hasattr(self, "own"), hasattr(self, "gone"), self.kind is dict)
        self.read = self.alias
        del self.alias
        self.again = self.alias
        self.next(self.last)

    @step
    def last(self):
        self.seen_last = (self.shared, self.alias, self.pair, self.function("abc"))
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    StoredFlow()
