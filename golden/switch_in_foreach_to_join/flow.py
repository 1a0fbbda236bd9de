"""Arms inside a foreach that lead straight to the join; one case skips every step."""

from metaflow import FlowSpec, step


class SwitchInForeachToJoinFlow(FlowSpec):
    @step
    def start(self):
        self.orders = ["pay", "refund", "skip", "pay"]
        self.next(self.inspect, foreach="orders")

    @step
    def inspect(self):
        self.outcome = "skipped"
        self.order = self.input
        self.next({"pay": self.pay, "refund": self.refund, "skip": self.join}, condition="order")

    @step
    def pay(self):
        self.outcome = "paid %d" % self.index
        self.next(self.join)

    @step
    def refund(self):
        self.outcome = "refunded %d" % self.index
        self.next(self.join)

    @step
    def join(self, inputs):
        self.outcomes = [task.outcome for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        assert self.outcomes == ["paid 0", "refunded 1", "skipped", "paid 3"]


if __name__ == "__main__":
    SwitchInForeachToJoinFlow()
