"""An event with values starts a run; without one, it runs like any other."""

from metaflow import FlowSpec, Parameter, current, step, trigger


@trigger(event={"name": "orders.ready", "parameters": {"table": "table_name", "day": "day"}})
class OrdersReportFlow(FlowSpec):
    table = Parameter("table", default="orders")
    day = Parameter("day", type=int, default=1)

    @step
    def start(self):
        told = getattr(current, "trigger", None)
        self.event = "none" if told is None else told.event.name
        self.next(self.end)

    @step
    def end(self):
        self.report = f"{self.table} of day {self.day}"


if __name__ == "__main__":
    OrdersReportFlow()
