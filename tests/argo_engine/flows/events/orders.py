"""What other flows wait for."""

from metaflow import FlowSpec, step


class OrdersFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        self.total = 7


if __name__ == "__main__":
    OrdersFlow()
