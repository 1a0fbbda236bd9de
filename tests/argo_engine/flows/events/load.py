"""Starts when a table has come, and loads it."""

from metaflow import FlowSpec, Parameter, current, step, trigger


@trigger(event={"name": "table.ready", "parameters": {"table": "table"}})
class LoadFlow(FlowSpec):
    table = Parameter("table", default="none")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        event = current.trigger["table.ready"]
        self.told = (self.table, event.type, event.id, event.timestamp.timestamp())


if __name__ == "__main__":
    LoadFlow()
