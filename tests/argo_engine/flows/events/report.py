"""Starts when the orders are done."""

from metaflow import FlowSpec, current, step, trigger_on_finish


@trigger_on_finish(flow="OrdersFlow")
class ReportFlow(FlowSpec):
    @step
    def start(self):
        self.was_triggered = getattr(current, "trigger", None) is not None
        self.next(self.end)

    @step
    def end(self):
        if self.was_triggered:
            event = current.trigger.event
            self.told = (event.type, event.name, event.id)
            self.when = event.timestamp


if __name__ == "__main__":
    ReportFlow()
