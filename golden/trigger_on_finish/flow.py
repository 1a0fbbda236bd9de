"""Starts when a flow of its project and one of another project have both succeeded."""

from metaflow import FlowSpec, current, project, step, trigger_on_finish


@trigger_on_finish(
    flows=["OrdersFlow", {"name": "PricesFlow", "project": "market", "project_branch": "prod"}],
    options={"reset_at": {"cron": "0 0 * * *", "timezone": "Europe/Berlin"}},
)
@project(name="shop")
class RevenueFlow(FlowSpec):
    @step
    def start(self):
        self.was_triggered = getattr(current, "trigger", None) is not None
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    RevenueFlow()
